#include "exporter/app/runtime.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "bsg_exporter/config/api_key.h"
#include "bsg_exporter/config/loader.h"
#include "bsg_exporter/http/curl_transport.h"

namespace bsg_exporter::app {
namespace {

Error Usage(std::string message) {
  return {Reason::kInternal, std::move(message)};
}

Result<std::string> CheckZoneExists(std::string_view name) {
  std::string zone(name);
  const Result<bsg::TimeZone> loaded = bsg::TimeZone::Load(zone);
  if (!loaded.ok()) return loaded.error();
  return zone;
}

Result<config::Config> FromFile(const std::string& path) {
  config::LoadResult loaded = config::LoadFile(path, CheckZoneExists);
  if (loaded.ok()) return std::move(loaded).value();
  std::string message;
  for (const config::Problem& problem : loaded.error()) {
    if (!message.empty()) message += '\n';
    message += ToString(problem);
  }
  return Usage(std::move(message));
}

// The addresses of the flags, held to what the file's must look like.
Result<std::vector<std::string>> ListenOf(
    const std::vector<std::string>& addresses) {
  std::vector<std::string> listen;
  for (const std::string& address : addresses) {
    Result<std::string> checked = config::CheckListen(address);
    if (!checked.ok()) {
      return Usage("bsg_exporter: --web.listen-address: " +
                   checked.error().message);
    }
    listen.push_back(std::move(checked).value());
  }
  return listen;
}

// Without a file the environment's key serves the campaigns of the flags. A
// stray variable beside a file counts for nothing: it must not send one
// account's key to another's host.
Result<config::Config> FromFlags(const std::vector<std::int64_t>& ids) {
  const char* key = std::getenv("BSG_API_KEY");
  if (ids.empty() || key == nullptr || *key == '\0') {
    return Usage(
        "bsg_exporter: no configuration: give --config.file=PATH, or set "
        "BSG_API_KEY and give --campaign=ID");
  }
  config::Config config;
  config::AccountConfig account;
  account.name = "main";
  account.api_key_env = "BSG_API_KEY";
  account.time_zone = config.time_zone;
  for (const std::int64_t id : ids) account.campaigns.push_back({id, {}});
  std::sort(account.campaigns.begin(), account.campaigns.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  const auto twice = std::adjacent_find(
      account.campaigns.begin(), account.campaigns.end(),
      [](const auto& a, const auto& b) { return a.id == b.id; });
  if (twice != account.campaigns.end()) {
    return Usage("bsg_exporter: --campaign=" + std::to_string(twice->id) +
                 " is given twice");
  }
  config.accounts.push_back(std::move(account));
  return config;
}

Result<collect::AccountOptions> AccountOf(const config::AccountConfig& config) {
  Result<bsg::TimeZone> zone = bsg::TimeZone::Load(config.time_zone);
  if (!zone.ok()) {
    return WithContext("account '" + config.name + "': time_zone",
                       zone.error());
  }
  collect::AccountOptions account;
  account.name = config.name;
  account.base_url = config.base_url;
  account.read_key = [config] { return config::ReadApiKey(config); };
  account.zone = *zone;
  for (const config::CampaignConfig& campaign : config.campaigns) {
    account.campaigns.push_back({campaign.id, campaign.labels});
  }
  return account;
}

collect::ReadOptions ReadOptionsOf(const config::Config& config) {
  collect::ReadOptions read;
  read.request_timeout = config.scrape.request_timeout;
  read.concurrency = config.scrape.concurrency;
  read.retries = config.scrape.retries;
  read.min_interval = config.scrape.min_interval;
  read.max_stale = config.scrape.max_stale;
  read.refresh = {.active = config.refresh.active,
                  .waiting = config.refresh.waiting,
                  .finishing = config.refresh.finishing,
                  .settled = config.refresh.settled};
  read.balance = config.refresh.balance;
  return read;
}

Result<std::unique_ptr<http::Transport>> NewTransport(
    const config::Config& config, const Clock& clock) {
  http::CurlTransportOptions options;
  options.capacity = config.scrape.concurrency * config.accounts.size();
  options.max_response_bytes = config.http.max_response_bytes;
  options.proxy = config.http.proxy;
  options.ca_file = config.http.ca_file;
  options.user_agent = "bsg_exporter/" + std::string(GetBuildInfo().version);
  return http::NewCurlTransport(std::move(options), clock);
}

}  // namespace

Result<config::Config> LoadConfig(const Options& options) {
  if (!options.config_file.empty() && !options.campaigns.empty()) {
    return Usage(
        "bsg_exporter: --campaign goes without --config.file: name the "
        "campaigns in the file");
  }
  Result<config::Config> loaded = options.config_file.empty()
                                      ? FromFlags(options.campaigns)
                                      : FromFile(options.config_file);
  if (!loaded.ok()) return loaded;
  config::Config& config = loaded.value();
  if (!options.listen.empty()) {
    Result<std::vector<std::string>> listen = ListenOf(options.listen);
    if (!listen.ok()) return listen.error();
    config.web.listen = std::move(listen).value();
  }
  for (const LogLevel level : kAllLogLevels) {
    if (options.log_level == ToString(level)) config.log.level = level;
  }
  if (options.log_format == "json") config.log.format = LogFormat::kJson;
  if (options.log_format == "logfmt") config.log.format = LogFormat::kLogfmt;
  return loaded;
}

Result<std::unique_ptr<Runtime>> NewRuntime(const config::Config& config) {
  auto runtime = std::make_unique<Runtime>();
  std::vector<std::string> names;
  std::vector<collect::AccountOptions> accounts;
  for (const config::AccountConfig& account : config.accounts) {
    names.push_back(account.name);
    Result<collect::AccountOptions> options = AccountOf(account);
    if (!options.ok()) return options.error();
    accounts.push_back(std::move(options).value());
  }
  // Pages stand in the order of the names, however the file has them.
  std::sort(accounts.begin(), accounts.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  runtime->metrics = std::make_unique<metrics::SelfMetrics>(names);
  runtime->logger = NewStderrLogger(
      {.level = config.log.level,
       .format = config.log.format,
       .on_line = [own = runtime->metrics.get()](LogLevel level) {
         own->CountLogLine(level);
       }});
  Result<std::unique_ptr<http::Transport>> transport =
      NewTransport(config, runtime->clock);
  if (!transport.ok()) return transport.error();
  runtime->transport = std::move(transport).value();
  runtime->reader = std::make_unique<collect::Reader>(
      std::move(accounts), ReadOptionsOf(config),
      collect::Reader::Parts{*runtime->transport, runtime->clock,
                             *runtime->logger, *runtime->metrics});
  return runtime;
}

}  // namespace bsg_exporter::app
