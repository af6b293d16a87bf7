#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::collect {

using ScrapeId = std::uint64_t;

// One document that is read again and again: a campaign's detail or the
// account's balance. What is due and in which order is decided on this alone.
struct Target {
  enum class Phase {
    kNever,  // the configuration says so
    kIdle,
    kQueued,     // its turn has not come, or a retry waits
    kInFlight,   // a request is under way
    kSuspended,  // answered 401; whether the token is to blame is undecided
  };

  bsg::Endpoint endpoint = bsg::Endpoint::kDetail;
  bsg::CampaignId id = 0;  // 0 for the balance

  // --- its history
  std::optional<SteadyTime> last_attempt;  // start of the scrape that made it
  std::optional<Reason> failure;           // of the latest attempt
  int failures = 0;                        // attempts failed in a row
  int not_found = 0;                       // 404s in a row
  Duration refresh{};                      // how often it is meant to be read
  std::optional<SteadyTime> received;      // when its data came
  std::uint64_t read_event = 0;            // when it was last read well

  // --- this batch
  Phase phase = Phase::kIdle;
  ScrapeId opened_by = 0;
  SteadyTime opened_at{};   // start of the latest scrape that shares it
  SteadyTime not_before{};  // a retry waits until then
  int tries = 0;
  bool retried_login = false;    // had its one more try with a new token
  std::uint64_t generation = 0;  // of the token that signed the request
};

// How long a target rests between two attempts. A failing one has a rest of its
// own, longer every time but never longer than a settled one's: how often its
// good data would be read says nothing about a failure. What the API refuses by
// itself is settled at once.
struct RestRules {
  Duration min_interval{};
  Duration longest{};
};

inline Duration RestOf(const Target& target, const RestRules& rules) {
  const Duration longest = std::max(rules.longest, rules.min_interval);
  const Duration rest = std::max(target.refresh, rules.min_interval);
  if (!target.failure) return rest;
  if (bsg::IsRefusal(*target.failure)) return std::max(rest, longest);
  constexpr int kMostDoublings = 30;  // zero stays zero, however often doubled
  Duration back_off = rules.min_interval;
  for (int i = 0; i < std::min(target.failures, kMostDoublings); ++i) {
    if (back_off >= longest) return longest;
    back_off *= 2;
  }
  return std::min(back_off, longest);
}

// Scrapes do not come to the millisecond: a target that would be due a moment
// after this one shall not wait for the next. min_interval is a promise to the
// API, so it has no such slack.
inline bool IsDue(const Target& target, const RestRules& rules,
                  SteadyTime now) {
  if (!target.last_attempt) return true;
  const Duration rest = RestOf(target, rules);
  const Duration age = now - *target.last_attempt;
  return age >= std::max(rules.min_interval, rest - rest / 20);
}

// The order in which due targets have their turn: the balance first; then
// what was never tried; then what is most overdue, measured in its own rest.
// Failing targets come after the others, unless they have waited so long that
// they would be forgotten.
inline bool HasPrecedence(const Target& a, const Target& b,
                          const RestRules& rules, SteadyTime now) {
  constexpr double kForgotten = 8;
  const auto overdue = [&](const Target& t) {
    if (!t.last_attempt) return 1e9;
    const double rest = std::max(ToSeconds(RestOf(t, rules)), 1e-3);
    return ToSeconds(now - *t.last_attempt) / rest;
  };
  const auto rank = [&](const Target& t, double lateness) {
    if (t.endpoint == bsg::Endpoint::kBalance) return 0;
    return t.failures > 0 && lateness < kForgotten ? 2 : 1;
  };
  const double late_a = overdue(a), late_b = overdue(b);
  const int rank_a = rank(a, late_a), rank_b = rank(b, late_b);
  if (rank_a != rank_b) return rank_a < rank_b;
  if (late_a != late_b) return late_a > late_b;
  return a.id < b.id;
}

}  // namespace bsg_exporter::collect
