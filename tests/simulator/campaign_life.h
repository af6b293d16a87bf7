#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/simulator/campaign_plan.h"

namespace bsg_exporter::simulator {

// The documented counters of `statistics`, in the order of the documents.
enum Counter : std::size_t {
  kDelivered,
  kSent,
  kScheduled,
  kModeration,
  kAccepted,
  kSending,
  kExpired,
  kFailed,
  kUndelivered,
  kUnknown,
  kRead,
  kNotViberUser,
  kNotRcsUser,
};
inline constexpr std::array<std::string_view, 13> kCounterNames = {
    "delivered", "sent",           "scheduled",   "moderation",  "accepted",
    "sending",   "expired",        "failed",      "undelivered", "unknown",
    "read",      "not_viber_user", "not_rcs_user"};
using Counters = std::array<std::int64_t, 13>;
std::int64_t Sum(const Counters& counters);

// A campaign at one instant.
struct CampaignState {
  std::string_view status;
  std::optional<Instant> started;
  std::optional<Instant> finished;
  Counters primary{};  // sums up to total_messages (but for Kind::kGap)
  std::optional<Counters> sms;  // the fallback: of those that fell back
  std::int64_t total_messages = 0;
  std::int64_t total_phones = 0;
  std::int64_t price = 0;  // in units of 0.0000001
};

// A pure function: it costs nothing to keep a campaign, and the same instant
// always shows the same state.
//
// Messages flow scheduled, sending, accepted, sent and then into the final
// counters, read out of delivered; as time goes on none ever flows back.
CampaignState StateAt(const CampaignPlan& plan, Instant now);

// Only what it cost by then.
std::int64_t PriceAt(const CampaignPlan& plan, Instant now);

}  // namespace bsg_exporter::simulator
