#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::collect {

// A scrape, a probe or a survey, in the order in which they came.
using JobId = std::uint64_t;

// One document that is read again and again: a campaign's detail or the
// account's balance. What is due and in which order is decided on this alone.
struct Target {
  enum class Phase {
    kNever,  // the configuration says so, or the slot is free
    kIdle,
    kQueued,     // its turn has not come, or a retry waits
    kInFlight,   // a request is under way
    kSuspended,  // answered 401; whether the token is to blame is undecided
  };

  bsg::Endpoint endpoint = bsg::Endpoint::kDetail;
  bsg::CampaignId id = 0;  // 0 for the balance
  bool visitor = false;    // nobody serves it: only probes ask for it
  bool leaving = false;    // goes once the request under way has ended

  // --- its history
  std::optional<SteadyTime> last_attempt;  // start of the job that made it
  std::optional<Reason> failure;           // of the latest attempt
  int failures = 0;                        // attempts failed in a row
  int not_found = 0;                       // 404s in a row
  std::optional<Duration> took;            // its latest request
  Duration refresh{};                      // how often it is meant to be read
  double place = 0;                        // in that interval: [0, 1)
  SteadyTime probed{};                     // when a probe last asked for it
  std::optional<SteadyTime> received;      // when its data came
  std::uint64_t read_event = 0;            // when it was last read well

  // --- this batch
  Phase phase = Phase::kIdle;
  JobId opened_by = 0;
  SteadyTime opened_at{};   // start of the latest job that shares it
  SteadyTime not_before{};  // a retry waits until then
  bool flies_as_visitor = false;
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

// When the target's place in its interval comes round again after its last
// attempt. Places are spread evenly, so what was once read together, at the
// start or after an outage, does not stay together for ever: a scrape that has
// to read everything would come once an interval.
inline SteadyTime NextRound(const Target& target, Duration interval) {
  const auto place = std::chrono::duration_cast<Duration>(
      interval * std::clamp(target.place, 0.0, 1.0));
  // An interval more, so that the division rounds down.
  const auto rounds =
      (target.last_attempt->time_since_epoch() + interval - place) / interval;
  return SteadyTime(interval * rounds + place);
}

// min_interval is a promise to the API; it comes before everything else. What
// fails waits for its own time, whatever its place.
inline SteadyTime DueAt(const Target& target, const RestRules& rules) {
  if (!target.last_attempt) return SteadyTime::min();
  const SteadyTime soonest = *target.last_attempt + rules.min_interval;
  const Duration rest = RestOf(target, rules);
  if (target.failure || rest <= rules.min_interval) {
    return std::max(soonest, *target.last_attempt + rest);
  }
  return std::max(soonest, NextRound(target, rest));
}

inline bool IsDue(const Target& target, const RestRules& rules,
                  SteadyTime now) {
  return now >= DueAt(target, rules);
}

// When a due target has its turn: what is smaller comes first. The balance
// does; then what was never tried; then what is most overdue, measured in its
// own rest. Failing targets come after the others, unless they have waited so
// long that they would be forgotten.
struct Turn {
  int rank = 0;
  double lateness = 0;  // negative
  // Of one scrape, whoever had its turn first has it first again.
  std::uint64_t read_event = 0;
  bsg::CampaignId id = 0;

  friend bool operator<(const Turn& a, const Turn& b) {
    return std::tie(a.rank, a.lateness, a.read_event, a.id) <
           std::tie(b.rank, b.lateness, b.read_event, b.id);
  }
};

inline Turn TurnOf(const Target& target, const RestRules& rules,
                   SteadyTime now) {
  constexpr double kForgotten = 8;
  double overdue = 1e9;
  if (target.last_attempt) {
    const double rest = std::max(ToSeconds(RestOf(target, rules)), 1e-3);
    overdue = ToSeconds(now - *target.last_attempt) / rest;
  }
  int rank = target.failures > 0 && overdue < kForgotten ? 2 : 1;
  if (target.endpoint == bsg::Endpoint::kBalance) rank = 0;
  return {rank, -overdue, target.read_event, target.id};
}

}  // namespace bsg_exporter::collect
