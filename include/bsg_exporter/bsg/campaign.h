#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::bsg {

// Message ids in the vendor's samples do not fit 32 bits.
using CampaignId = std::int64_t;

// The documented values. None of these lists is closed: the API's own pages,
// specification and SDKs disagree, so whatever else it says is exported under
// its own name, and counted as unexpected.
inline constexpr std::array<std::string_view, 8> kStatuses = {
    "creation", "moderation", "scheduled", "sending",
    "paused",   "stopped",    "spam",      "done"};
inline constexpr std::array<std::string_view, 5> kTypes = {
    "sms", "viber", "hlr", "rcs", "whatsapp"};
inline constexpr std::array<std::string_view, 13> kCounters = {
    "delivered", "sent",           "scheduled",   "moderation",  "accepted",
    "sending",   "expired",        "failed",      "undelivered", "unknown",
    "read",      "not_viber_user", "not_rcs_user"};

// How many messages are in one status now. A gauge: messages move on.
struct Counter {
  std::string status;
  std::int64_t messages = 0;

  friend bool operator==(const Counter&, const Counter&) = default;
};

// Which part of the document a channel's counters stood in: `statistics`, or
// `alternative_channels.<channel>.statistics` (the fallback).
enum class Role { kPrimary, kAlternative };
std::string_view ToString(Role role);  // "primary", "alternative"

struct Channel {
  std::string name;  // "rcs", "sms", …; "unknown" if the document has no type
  Role role = Role::kPrimary;
  // Each status once, in the document's order; never empty.
  std::vector<Counter> counters;

  friend bool operator==(const Channel&, const Channel&) = default;
};

// What GET /api/campaigns/{id}/detail says of a campaign. A field is absent
// when the API does not say it, says null, or says something unusable. All
// texts are valid UTF-8 without NUL, and bounded in length.
struct Campaign {
  std::optional<CampaignId> id;  // as the document has it
  std::optional<std::string> name;
  std::optional<std::string> sender;
  std::optional<std::string> status;
  std::optional<std::string> type;
  std::optional<WallTime> created_at;
  std::optional<WallTime> planned_start;  // started_at, start_at, start_date
  std::optional<WallTime> actual_start;   // actual_start_at, real_start_at
  std::optional<WallTime> finished_at;
  // The primary channel first, if it has counters, then the alternative
  // ones in the document's order. No two have the same name and role.
  std::vector<Channel> channels;
  std::optional<std::int64_t> total_messages;
  std::optional<std::int64_t> total_phones;
  std::optional<double> total_price;
  std::optional<std::string> currency;

  friend bool operator==(const Campaign&, const Campaign&) = default;
};

// What GET /api/campaigns says of one of the campaigns that it lists; fields as
// above. Its `sent` counts all messages of the campaign, the detail's those
// that await a report, so that its statistics are not read.
struct ListedCampaign {
  CampaignId id = 0;
  std::optional<std::string> name;
  std::optional<std::string> sender;
  std::optional<std::string> status;
  std::optional<std::string> type;
  std::optional<WallTime> created_at;
  std::optional<WallTime> planned_start;
  std::optional<WallTime> actual_start;
  std::optional<WallTime> finished_at;

  friend bool operator==(const ListedCampaign&,
                         const ListedCampaign&) = default;
};

// One page of that list.
struct CampaignList {
  std::vector<ListedCampaign> rows;  // no id twice
  std::size_t unreadable = 0;        // rows without a usable id
  std::optional<std::size_t> total;  // on all pages together

  friend bool operator==(const CampaignList&, const CampaignList&) = default;
};

// GET /api/accounts/balance.
struct Balance {
  std::optional<double> balance;  // may be negative
  std::optional<double> credit;   // the post-pay limit that is available
  std::optional<std::string> currency;

  friend bool operator==(const Balance&, const Balance&) = default;
};

}  // namespace bsg_exporter::bsg
