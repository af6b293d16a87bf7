#include "exporter/config/keys.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {
namespace {

// The one list of keys. The keys of a table stand together.
constexpr auto kConfigKeys = std::to_array<std::string_view>({
    "time_zone",

    "account.name",
    "account.base_url",
    "account.api_key_file",
    "account.api_key_env",
    "account.time_zone",
    "account.allow_insecure_http",
    "account.campaigns",
    "account.campaign_files",
    "account.campaign.id",
    "account.campaign.labels",
    "account.discovery.enabled",
    "account.discovery.types",
    "account.discovery.created_within",
    "account.discovery.refresh_interval",
    "account.discovery.max_campaigns",

    "scrape.timeout",
    "scrape.timeout_offset",
    "scrape.request_timeout",
    "scrape.concurrency",
    "scrape.requests_per_second",
    "scrape.retries",
    "scrape.min_interval",
    "scrape.max_stale",

    "refresh.active",
    "refresh.waiting",
    "refresh.finishing",
    "refresh.settled",
    "refresh.retire_after",
    "refresh.balance",

    "http.max_response_bytes",
    "http.proxy",
    "http.ca_file",

    "web.listen",
    "web.telemetry_path",
    "web.probe_any",
    "web.health_without_login",
    "web.enable_reload",
    "web.max_connections",
    "web.max_requests_per_second",
    "web.basic_auth_users",
    "web.tls.cert_file",
    "web.tls.key_file",
    "web.tls.client_ca_file",
    "web.tls.client_auth_type",
    "web.tls.client_allowed_sans",
    "web.tls.min_version",
    "web.tls.max_version",
    "web.tls.cipher_suites",
    "web.tls.curve_preferences",
    "web.tls.strict_transport_security",

    "log.level",
    "log.format",
});

constexpr auto kCampaignFileKeys = std::to_array<std::string_view>({
    "campaigns",
    "campaign.id",
    "campaign.labels",
});

// How many characters to insert, remove, replace or swap with their neighbour
// to make one text of the other. For short texts only.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(
      a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j - 1] + replace, cost[i - 1][j] + 1,
                             cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

// The name that was probably meant, "" if none is near.
std::string_view Nearest(std::string_view name,
                         const std::vector<std::string_view>& known) {
  constexpr std::size_t kMaxLength = 40;  // of a name worth comparing
  if (name.size() > kMaxLength) return "";
  const std::string lower = LowerCase(name);
  std::size_t best = std::clamp<std::size_t>(name.size() / 3, 1, 3) + 1;
  std::string_view nearest;
  for (const std::string_view candidate : known) {
    const std::size_t distance = EditDistance(lower, candidate);
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace

std::vector<std::string> KnownKeys() {
  return {kConfigKeys.begin(), kConfigKeys.end()};
}

KeyList ConfigKeys() { return kConfigKeys; }
KeyList CampaignFileKeys() { return kCampaignFileKeys; }

std::vector<std::string_view> NamesIn(KeyList keys, std::string_view table) {
  std::vector<std::string_view> names;
  for (std::string_view key : keys) {
    if (!table.empty()) {
      if (!key.starts_with(table) || key[table.size()] != '.') continue;
      key.remove_prefix(table.size() + 1);
    }
    const std::string_view name = key.substr(0, key.find('.'));
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

std::string DescribeUnknown(KeyList keys, std::string_view table,
                            std::string_view name) {
  std::string path(table);
  if (!path.empty()) path += '.';
  path += name;
  const std::vector<std::string_view> known = NamesIn(keys, table);
  const std::string_view nearest = Nearest(name, known);
  std::string text = "unknown key " + Quoted(path);
  if (nearest.empty()) return text + ", known here: " + Join(known, ", ");
  text += ", did you mean '";
  text += nearest;
  return text + "'?";
}

}  // namespace bsg_exporter::config
