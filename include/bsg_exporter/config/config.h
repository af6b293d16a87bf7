#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/secret.h"

namespace bsg_exporter::config {

using Milliseconds = std::chrono::milliseconds;

// The configuration as the file has it: each key with its default, durations
// as such. Known to `app` alone, which turns it into small option structs for
// the layers below.

struct CampaignConfig {
  std::int64_t id = 0;
  // Sorted by name, names without the prefix "label_".
  std::vector<std::pair<std::string, std::string>> labels;

  friend bool operator==(const CampaignConfig&,
                         const CampaignConfig&) = default;
};

// Finding campaigns through the API's list of them.
struct DiscoveryConfig {
  bool enabled = false;
  std::vector<std::string> types = {"rcs", "sms"};  // each once
  Milliseconds created_within = std::chrono::hours(24 * 45);
  Milliseconds refresh_interval = std::chrono::minutes(5);
  std::size_t max_campaigns = 1000;

  friend bool operator==(const DiscoveryConfig&,
                         const DiscoveryConfig&) = default;
};

struct AccountConfig {
  std::string name;
  std::string base_url = "https://one-api.bsg.world";  // no slash at the end
  // Exactly one of these two is set: a path as it is opened (expanded, and
  // resolved against the configuration file's folder), or the name of an
  // environment variable.
  std::string api_key_file;
  std::string api_key_env;
  std::string time_zone;  // the file's `time_zone` unless it has its own
  bool allow_insecure_http = false;
  // By id, each once; of the configuration file itself. CampaignFiles adds
  // those of the campaign files.
  std::vector<CampaignConfig> campaigns;
  // Patterns as they are searched, resolved against the configuration file's
  // folder; each once.
  std::vector<std::string> campaign_files;
  DiscoveryConfig discovery;

  friend bool operator==(const AccountConfig&, const AccountConfig&) = default;
};

struct ScrapeConfig {
  Milliseconds timeout = std::chrono::seconds(30);
  Milliseconds timeout_offset = std::chrono::milliseconds(500);
  Milliseconds request_timeout = std::chrono::seconds(5);
  std::size_t concurrency = 16;
  std::size_t requests_per_second = 0;  // for each account; 0: no limit
  int retries = 2;
  Milliseconds min_interval = std::chrono::seconds(10);
  Milliseconds max_stale = std::chrono::hours(1);

  friend bool operator==(const ScrapeConfig&, const ScrapeConfig&) = default;
};

struct RefreshConfig {
  Milliseconds active = std::chrono::seconds(0);
  Milliseconds waiting = std::chrono::minutes(1);
  Milliseconds finishing = std::chrono::minutes(1);
  Milliseconds settled = std::chrono::minutes(15);
  Milliseconds retire_after = std::chrono::hours(24 * 7);
  std::optional<Milliseconds> balance =
      std::chrono::minutes(1);  // nothing: "off"

  friend bool operator==(const RefreshConfig&, const RefreshConfig&) = default;
};

struct HttpConfig {
  std::size_t max_response_bytes = 1048576;
  std::string proxy;    // "": none
  std::string ca_file;  // as it is opened; "": the system's store

  friend bool operator==(const HttpConfig&, const HttpConfig&) = default;
};

// What becomes of a client's certificate. ToString() gives Go's name, which
// Prometheus' own programs and the file use.
enum class ClientAuthType {
  kNoClientCert,
  kRequestClientCert,
  kRequireAnyClientCert,
  kVerifyClientCertIfGiven,
  kRequireAndVerifyClientCert,
};
inline constexpr std::array kAllClientAuthTypes = {
    ClientAuthType::kNoClientCert, ClientAuthType::kRequestClientCert,
    ClientAuthType::kRequireAnyClientCert,
    ClientAuthType::kVerifyClientCertIfGiven,
    ClientAuthType::kRequireAndVerifyClientCert};
std::string_view ToString(ClientAuthType type);

enum class TlsVersion { kTls12, kTls13 };  // the older one is less
inline constexpr std::array kAllTlsVersions = {TlsVersion::kTls12,
                                               TlsVersion::kTls13};
std::string_view ToString(TlsVersion version);

// Files as they are opened; "": none. Names as Prometheus' own programs have
// them.
struct TlsConfig {
  std::string cert_file;
  std::string key_file;
  std::string client_ca_file;
  ClientAuthType client_auth_type = ClientAuthType::kNoClientCert;
  std::vector<std::string> client_allowed_sans;  // each once
  TlsVersion min_version = TlsVersion::kTls12;
  TlsVersion max_version = TlsVersion::kTls13;
  std::vector<std::string> cipher_suites;      // each once
  std::vector<std::string> curve_preferences;  // each once
  std::string strict_transport_security;

  friend bool operator==(const TlsConfig&, const TlsConfig&) = default;
};

struct WebConfig {
  std::vector<std::string> listen = {":10274"};
  std::string telemetry_path = "/metrics";
  bool probe_any = false;
  bool health_without_login = true;
  bool enable_reload = false;
  std::size_t max_connections = 512;
  std::size_t max_requests_per_second = 0;  // 0: no limit
  TlsConfig tls;
  // Names with the bcrypt hashes of their passwords, sorted by name.
  std::vector<std::pair<std::string, Secret>> basic_auth_users;

  friend bool operator==(const WebConfig&, const WebConfig&) = default;
};

struct LogConfig {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kLogfmt;

  friend bool operator==(const LogConfig&, const LogConfig&) = default;
};

struct Config {
  std::string time_zone = "UTC";
  std::vector<AccountConfig> accounts;  // in the file's order
  ScrapeConfig scrape;
  RefreshConfig refresh;
  HttpConfig http;
  WebConfig web;
  LogConfig log;

  friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace bsg_exporter::config
