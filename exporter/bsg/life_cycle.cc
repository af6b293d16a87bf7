#include "bsg_exporter/bsg/life_cycle.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bsg_exporter::bsg {
namespace {

// Twice the longest validity of a message and its fallback, rounded up.
constexpr auto kReportsEnd = std::chrono::days(7);

// A message in one of these will be in another one later.
constexpr std::array<std::string_view, 5> kMoving = {
    "scheduled", "moderation", "accepted", "sending", "sent"};

bool IsOneOf(std::string_view word,
             std::initializer_list<std::string_view> of) {
  return std::find(of.begin(), of.end(), word) != of.end();
}

bool AnyMessageMoves(const Campaign& campaign) {
  for (const Channel& channel : campaign.channels) {
    for (const Counter& counter : channel.counters) {
      if (!IsFinal(counter.status) && counter.messages > 0) return true;
    }
  }
  return false;
}

}  // namespace

Phase PhaseOf(const Campaign& campaign, WallTime now) {
  const std::string_view status =
      campaign.status ? std::string_view(*campaign.status) : "";
  if (status == "spam") return Phase::kSettled;
  if (IsOneOf(status, {"creation", "moderation", "scheduled"})) {
    return Phase::kWaiting;
  }
  if (!HasEnded(campaign.status)) return Phase::kActive;
  if (!AnyMessageMoves(campaign)) return Phase::kSettled;
  const std::optional<WallTime> end = EndOf(campaign);
  const bool reports_may_come = !end || now - *end <= kReportsEnd;
  return reports_may_come ? Phase::kFinishing : Phase::kSettled;
}

bool IsFinal(std::string_view message_status) {
  return std::find(kMoving.begin(), kMoving.end(), message_status) ==
         kMoving.end();
}

bool IsRefusal(Reason reason) {
  return reason == Reason::kForbidden || reason == Reason::kNotFound ||
         reason == Reason::kClientError;
}

Duration RefreshInterval(const Campaign* campaign,
                         std::optional<Reason> failure,
                         const RefreshIntervals& intervals, WallTime now) {
  if (failure && IsRefusal(*failure)) return intervals.settled;
  if (campaign == nullptr) return intervals.active;
  switch (PhaseOf(*campaign, now)) {
    case Phase::kActive:
      return intervals.active;
    case Phase::kWaiting:
      return intervals.waiting;
    case Phase::kFinishing:
      return intervals.finishing;
    case Phase::kSettled:
      return intervals.settled;
  }
  return intervals.active;
}

}  // namespace bsg_exporter::bsg
