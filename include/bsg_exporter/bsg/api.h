#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::bsg {

// The requests that this program sends, and nothing but them. `base_url` has
// no slash at its end. Timeouts are the caller's to set.
http::Request LoginRequest(const std::string& base_url, const Secret& api_key);
http::Request DetailRequest(const std::string& base_url, CampaignId id,
                            const Secret& bearer);
http::Request BalanceRequest(const std::string& base_url, const Secret& bearer);

// One page of the campaigns of one type that were created between two times,
// the newest ones first: new ones come to the front.
struct ListQuery {
  std::string type;  // such as "rcs"; the API lists one at a time
  WallTime from;
  WallTime to;
  std::size_t offset = 0;
  std::size_t limit = 500;  // the API takes 30 to 500
};
// `zone` is the one that the API reads times in.
http::Request ListRequest(const std::string& base_url, const ListQuery& query,
                          const TimeZone& zone, const Secret& bearer);

// Which of them a completion belongs to: the label `endpoint`.
enum class Endpoint { kLogin, kDetail, kList, kBalance };
inline constexpr std::array kAllEndpoints = {
    Endpoint::kLogin, Endpoint::kDetail, Endpoint::kList, Endpoint::kBalance};
std::string_view ToString(Endpoint endpoint);

// The body of a 2xx, or the cause that any other status stands for. The
// message names the status and nothing from the body.
Result<std::string> BodyOf(http::Response response);

// `live_…` and `test_…` keys: the API answers a test key with invented numbers.
enum class KeyType { kLive, kTest, kUnknown };
KeyType TypeOf(const Secret& api_key);
std::string_view ToString(KeyType type);

}  // namespace bsg_exporter::bsg
