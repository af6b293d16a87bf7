#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/bsg/decode.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::bsg {

// How a failed expectation shows them.
inline void PrintTo(const Unexpected& unexpected, std::ostream* out) {
  *out << ToString(unexpected.place) << ":" << unexpected.what;
}
inline void PrintTo(const Counter& counter, std::ostream* out) {
  *out << counter.status << "=" << counter.messages;
}
inline void PrintTo(const Channel& channel, std::ostream* out) {
  *out << ToString(channel.role) << " " << channel.name << " "
       << testing::PrintToString(channel.counters);
}

inline Result<Decoded<Campaign>> Decode(
    std::string_view body, std::optional<CampaignId> asked = std::nullopt) {
  return DecodeCampaign(body, TimeZone::Utc(), asked);
}

// The campaign in a document that is to be accepted.
inline Decoded<Campaign> Accepted(
    std::string_view body, std::optional<CampaignId> asked = std::nullopt) {
  Result<Decoded<Campaign>> decoded = Decode(body, asked);
  EXPECT_THAT(decoded, IsOk()) << body;
  return decoded.ok() ? std::move(decoded).value() : Decoded<Campaign>{};
}

// A detail document with these members beside an id.
inline std::string Detail(const std::string& members) {
  return R"({"data":{"id":1,)" + members + "}}";
}

// Counters in the order in which all documents have them.
inline std::vector<Counter> Counts(const std::vector<std::int64_t>& messages) {
  static constexpr const char* kOrder[] = {
      "delivered", "sent",           "scheduled",   "moderation",  "accepted",
      "sending",   "expired",        "failed",      "undelivered", "unknown",
      "read",      "not_viber_user", "not_rcs_user"};
  std::vector<Counter> counters;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    counters.push_back({kOrder[i], messages[i]});
  }
  return counters;
}
inline Channel Primary(const std::string& name, std::vector<Counter> counters) {
  return {name, Role::kPrimary, std::move(counters)};
}
inline Channel Sms(std::vector<Counter> counters) {
  return {"sms", Role::kAlternative, std::move(counters)};
}

}  // namespace bsg_exporter::bsg
