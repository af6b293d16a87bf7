#include "tests/simulator/campaign_life.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Everything is counted in cumulative flows: how many messages have come past
// a point by a time. Each is a whole number that never falls, and each is
// split in two by Part() and the rest, so that nothing gets lost in rounding.
std::int64_t Part(std::int64_t messages, Share share) {
  return messages * share / kMillion;
}

std::int64_t Ramp(std::int64_t messages, Span elapsed, Span duration) {
  if (elapsed.count() <= 0) return 0;
  if (elapsed >= duration) return messages;
  return messages * elapsed.count() / duration.count();
}

// From the queue to the operator, and on to the recipient.
Span HandOver(const CampaignPlan& plan) {
  return std::min<Span>(plan.dispatch / 20, minutes(2));
}

Instant DispatchEnds(const CampaignPlan& plan) {
  return plan.starts + plan.dispatch + 2 * HandOver(plan);
}

// Nothing enters the queue after a halt; what is in it still goes out.
std::int64_t Queued(const CampaignPlan& plan, Instant now) {
  const Instant until = plan.halted ? std::min(now, *plan.halted) : now;
  return Ramp(plan.messages, until - plan.starts, plan.dispatch);
}

std::int64_t Accepted(const CampaignPlan& plan, Instant now) {
  return Queued(plan, now - HandOver(plan));
}

// How those that have left `accepted` went out.
struct Exit {
  std::int64_t not_user = 0;
  std::int64_t failed = 0;
  std::int64_t sent = 0;
};

Exit ExitAt(const CampaignPlan& plan, Instant now) {
  const std::int64_t all = Queued(plan, now - 2 * HandOver(plan));
  Exit exit;
  exit.not_user = Part(all, plan.not_user);
  exit.failed = Part(all - exit.not_user, plan.failed);
  exit.sent = all - exit.not_user - exit.failed;
  return exit;
}

// When delivery reports come: this share of those still without one, so long
// after sending. The last takes all that are left.
struct Delay {
  Span after;
  Share share;
};
constexpr Delay kReports[] = {{seconds(5), 350'000},  {seconds(20), 400'000},
                              {minutes(1), 400'000},  {minutes(5), 450'000},
                              {minutes(20), 500'000}, {minutes(50), kMillion}};

// Those whose report has come. The ones that will expire get none.
std::int64_t Reported(const CampaignPlan& plan, Instant now) {
  std::int64_t reported = 0;
  for (std::size_t step = 0; step < std::size(kReports); ++step) {
    const std::int64_t sent = ExitAt(plan, now - kReports[step].after).sent;
    std::int64_t waiting = sent - Part(sent, plan.expires);
    for (std::size_t earlier = 0; earlier < step; ++earlier) {
      waiting -= Part(waiting, kReports[earlier].share);
    }
    reported += Part(waiting, kReports[step].share);
  }
  return reported;
}

std::int64_t Expired(const CampaignPlan& plan, Instant now) {
  return Part(ExitAt(plan, now - plan.validity).sent, plan.expires);
}

constexpr Share kReachedAfterCollapse = 40'000;

std::int64_t Reached(const CampaignPlan& plan, Instant now) {
  const std::int64_t reported = Reported(plan, now);
  if (!plan.collapses || now <= *plan.collapses) {
    return Part(reported, plan.reached);
  }
  const std::int64_t before = Reported(plan, *plan.collapses);
  return Part(before, plan.reached) +
         Part(reported - before, kReachedAfterCollapse);
}

std::int64_t Read(const CampaignPlan& plan, Instant now) {
  if (plan.read_soon == 0) return 0;
  const std::int64_t lately = Reached(plan, now - hours(3));
  return Part(Reached(plan, now - minutes(4)), plan.read_soon) +
         Part(lately - Part(lately, plan.read_soon), plan.read_later);
}

// Not reached, by report: (undelivered, unknown).
std::pair<std::int64_t, std::int64_t> Lost(const CampaignPlan& plan,
                                           std::int64_t lost) {
  const std::int64_t unknown = Part(lost, plan.unknown);
  return {lost - unknown, unknown};
}

// How many have fallen back to SMS.
std::int64_t FellBack(const CampaignPlan& plan, Instant now) {
  const std::int64_t lost = Reported(plan, now) - Reached(plan, now);
  return ExitAt(plan, now).not_user + Expired(plan, now) +
         Lost(plan, lost).first;
}

// The fallback's delivery reports.
constexpr Span kSmsReport = seconds(90);
constexpr Share kSmsDelivered = 930'000;

Counters SmsAt(const CampaignPlan& plan, Instant now) {
  const std::int64_t all = FellBack(plan, now);
  const std::int64_t accepted = FellBack(plan, now - seconds(5));
  const std::int64_t sent = FellBack(plan, now - seconds(15));
  const std::int64_t reported = FellBack(plan, now - kSmsReport);
  Counters counters{};
  counters[kSending] = all - accepted;
  counters[kAccepted] = accepted - sent;
  counters[kSent] = sent - reported;
  counters[kDelivered] = Part(reported, kSmsDelivered);
  counters[kUndelivered] = reported - counters[kDelivered];
  return counters;
}

Counters PrimaryAt(const CampaignPlan& plan, Instant now) {
  const std::int64_t queued = Queued(plan, now);
  const std::int64_t accepted = Accepted(plan, now);
  const Exit exit = ExitAt(plan, now);
  const std::int64_t reported = Reported(plan, now);
  const std::int64_t reached = Reached(plan, now);
  Counters counters{};
  counters[kScheduled] = plan.messages - queued;
  counters[kSending] = queued - accepted;
  counters[kAccepted] = accepted - exit.not_user - exit.failed - exit.sent;
  counters[kExpired] = Expired(plan, now);
  counters[kSent] = exit.sent - reported - counters[kExpired];
  counters[kFailed] = exit.failed;
  counters[kRead] = Read(plan, now);
  counters[kDelivered] = reached - counters[kRead];
  std::tie(counters[kUndelivered], counters[kUnknown]) =
      Lost(plan, reported - reached);
  counters[plan.type == Type::kViber ? kNotViberUser : kNotRcsUser] =
      exit.not_user;
  return counters;
}

// A stuck campaign has stopped moving altogether.
Instant Effective(const CampaignPlan& plan, Instant now) {
  return plan.kind == Kind::kStuck ? std::min(now, *plan.halted) : now;
}

bool Waits(const CampaignPlan& plan, Instant now) {
  return now < plan.moderation_ends || plan.refused || now < plan.starts;
}

void SetWaiting(const CampaignPlan& plan, Instant now, CampaignState& state) {
  const bool moderated = now >= plan.moderation_ends;
  state.status = plan.refused ? "spam" : "scheduled";
  if (!moderated) state.status = "moderation";
  const bool held = !moderated || plan.refused;
  state.primary[held ? kModeration : kScheduled] = plan.messages;
  if (plan.sms_fallback) state.sms = Counters{};
}

void SetSent(const CampaignPlan& plan, Instant now, CampaignState& state) {
  state.started = plan.starts;
  state.status = "sending";
  if (plan.halted && now >= *plan.halted) {
    if (plan.kind == Kind::kPaused) state.status = "paused";
    if (plan.kind == Kind::kStopped) {
      state.status = "stopped";
      state.finished = plan.halted;
    }
  } else if (!plan.halted && now >= DispatchEnds(plan)) {
    state.status = "done";
    state.finished = DispatchEnds(plan);
  }
  state.primary = PrimaryAt(plan, now);
  if (plan.sms_fallback) state.sms = SmsAt(plan, now);
  state.price = PriceAt(plan, now);
}

}  // namespace

std::int64_t Sum(const Counters& counters) {
  return std::accumulate(counters.begin(), counters.end(), std::int64_t{0});
}

CampaignState StateAt(const CampaignPlan& plan, Instant now) {
  now = Effective(plan, now);
  CampaignState state;
  // Its messages are not there yet, nor are any counters.
  if (now < plan.creation_ends) {
    state.status = "creation";
    return state;
  }
  state.total_messages = plan.messages + plan.unaccounted;
  state.total_phones = plan.phones;
  if (Waits(plan, now)) {
    SetWaiting(plan, now, state);
  } else {
    SetSent(plan, now, state);
  }
  return state;
}

std::int64_t PriceAt(const CampaignPlan& plan, Instant now) {
  now = Effective(plan, now);
  if (now < plan.creation_ends || Waits(plan, now)) return 0;
  std::int64_t price = Reached(plan, now) * plan.price;
  if (plan.sms_fallback) {
    price += Part(FellBack(plan, now - kSmsReport), kSmsDelivered) *
             plan.fallback_price;
  }
  return price;
}

}  // namespace bsg_exporter::simulator
