#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/base/log.h"

namespace bsg_exporter::config {

using Milliseconds = std::chrono::milliseconds;

// The configuration as the file has it: each key with its default, durations
// as such. Known to `app` alone, which turns it into small option structs for
// the layers below.

struct CampaignConfig {
  std::int64_t id = 0;
  // Sorted by name, names without the prefix "label_".
  std::vector<std::pair<std::string, std::string>> labels;
};

struct AccountConfig {
  std::string name;
  std::string base_url = "https://one-api.bsg.world";  // without a slash at the end
  std::string api_key_file;  // exactly one of these two is set
  std::string api_key_env;   // name of an environment variable
  std::string time_zone;     // the file's `time_zone` unless the account has its own
  bool allow_insecure_http = false;
  std::vector<CampaignConfig> campaigns;  // by id, each once
};

struct ScrapeConfig {
  Milliseconds timeout = std::chrono::seconds(30);
  Milliseconds timeout_offset = std::chrono::milliseconds(500);
  Milliseconds request_timeout = std::chrono::seconds(5);
  std::size_t concurrency = 16;
  int retries = 2;
  Milliseconds min_interval = std::chrono::seconds(10);
  Milliseconds max_stale = std::chrono::hours(1);
};

struct RefreshConfig {
  Milliseconds active = std::chrono::seconds(0);
  Milliseconds waiting = std::chrono::minutes(1);
  Milliseconds finishing = std::chrono::minutes(1);
  Milliseconds settled = std::chrono::minutes(15);
  std::optional<Milliseconds> balance = std::chrono::minutes(1);  // nothing: "off"
};

struct HttpConfig {
  std::size_t max_response_bytes = 1048576;
  std::string proxy;
  std::string ca_file;
};

struct WebConfig {
  std::vector<std::string> listen = {":10274"};
  std::string telemetry_path = "/metrics";
  std::size_t max_connections = 512;
};

struct LogConfig {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kLogfmt;
};

struct Config {
  std::string time_zone = "UTC";
  std::vector<AccountConfig> accounts;  // in the file's order
  ScrapeConfig scrape;
  RefreshConfig refresh;
  HttpConfig http;
  WebConfig web;
  LogConfig log;
};

}  // namespace bsg_exporter::config
