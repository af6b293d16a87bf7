#include "exporter/app/load_config.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "bsg_exporter/bsg/time_zone.h"
#include "bsg_exporter/config/loader.h"
#include "bsg_exporter/http/ca_file.h"
#include "exporter/app/server_options.h"

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

config::Check CheckBy(Status (*check)(const std::string&)) {
  return [check](std::string_view text) -> Result<std::string> {
    std::string checked(text);
    const Status usable = check(checked);
    if (!usable.ok()) return usable.error();
    return checked;
  };
}

std::optional<config::TlsFault> FaultOf(const config::TlsConfig& config) {
  const web::TlsStatus usable = web::CheckTls(TlsOptionsOf(config));
  if (usable.ok()) return std::nullopt;
  const web::TlsError& error = usable.error();
  return config::TlsFault{std::string(error.key), error.message};
}

Result<config::Config> FromFile(const std::string& path) {
  config::LoadResult loaded =
      config::LoadFile(path, {.zone = CheckZoneExists,
                              .ca_file = CheckBy(http::CheckCaFile),
                              .tls = FaultOf});
  if (loaded.ok()) return std::move(loaded).value();
  return UsageError(loaded.error());
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

}  // namespace

Error UsageError(const std::vector<config::Problem>& problems) {
  std::string message;
  for (const config::Problem& problem : problems) {
    if (!message.empty()) message += '\n';
    message += ToString(problem);
  }
  return Usage(std::move(message));
}

void TakeLogFlags(const Options& options, config::LogConfig& log) {
  for (const LogLevel level : kAllLogLevels) {
    if (options.log_level == ToString(level)) log.level = level;
  }
  for (const LogFormat format : kAllLogFormats) {
    if (options.log_format == ToString(format)) log.format = format;
  }
}

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
  TakeLogFlags(options, config.log);
  return loaded;
}

}  // namespace bsg_exporter::app
