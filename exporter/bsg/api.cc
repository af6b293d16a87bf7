#include "bsg_exporter/bsg/api.h"

#include <string_view>
#include <utility>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::bsg {
namespace {

// The key comes from a file: quotes and backslashes in it must not break out
// of the JSON string. Other control characters cannot stand in a key.
std::string JsonString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

http::Request Get(std::string url, const Secret& bearer) {
  http::Request request;
  request.url = std::move(url);
  request.bearer = bearer;
  return request;
}

Reason ReasonOf(int status) {
  switch (status) {
    case 401:
      return Reason::kUnauthorized;
    case 403:
      return Reason::kForbidden;
    case 404:
      return Reason::kNotFound;
    case 429:
      return Reason::kThrottled;
    default:
      break;
  }
  if (status >= 300 && status < 400) return Reason::kRedirect;
  if (status >= 400 && status < 500) return Reason::kClientError;
  return Reason::kServerError;  // or no status of HTTP's
}

}  // namespace

http::Request LoginRequest(const std::string& base_url, const Secret& api_key) {
  http::Request request;
  request.method = http::Method::kPost;
  request.url = base_url + "/api/auth/login";
  request.json = Secret("{\"api_key\":" + JsonString(api_key.Reveal()) + "}");
  return request;
}

http::Request DetailRequest(const std::string& base_url, CampaignId id,
                            const Secret& bearer) {
  return Get(base_url + "/api/campaigns/" + std::to_string(id) + "/detail",
             bearer);
}

http::Request BalanceRequest(const std::string& base_url,
                             const Secret& bearer) {
  return Get(base_url + "/api/accounts/balance", bearer);
}

http::Request ListRequest(const std::string& base_url, const ListQuery& query,
                          const TimeZone& zone, const Secret& bearer) {
  const std::pair<std::string_view, std::string> parameters[] = {
      {"filter[type]", query.type},
      {"filter[from]", FormatTime(query.from, zone)},
      {"filter[to]", FormatTime(query.to, zone)},
      {"page[offset]", std::to_string(query.offset)},
      {"page[limit]", std::to_string(query.limit)},
      {"sort", "id"},
      {"way", "desc"},
  };
  std::string url = base_url + "/api/campaigns";
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    url += separator + PercentEncoded(name) + '=' + PercentEncoded(value);
    separator = '&';
  }
  return Get(std::move(url), bearer);
}

std::string_view ToString(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::kLogin:
      return "login";
    case Endpoint::kDetail:
      return "detail";
    case Endpoint::kList:
      return "list";
    case Endpoint::kBalance:
      return "balance";
  }
  return "detail";
}

Result<std::string> BodyOf(http::Response response) {
  if (response.status / 100 == 2) return std::move(response.body);
  return Error{ReasonOf(response.status),
               "the API answered " + std::to_string(response.status)};
}

KeyType TypeOf(const Secret& api_key) {
  const std::string_view key = api_key.Reveal();
  if (key.starts_with("live_")) return KeyType::kLive;
  if (key.starts_with("test_")) return KeyType::kTest;
  return KeyType::kUnknown;
}

std::string_view ToString(KeyType type) {
  switch (type) {
    case KeyType::kLive:
      return "live";
    case KeyType::kTest:
      return "test";
    case KeyType::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace bsg_exporter::bsg
