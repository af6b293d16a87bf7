#include "exporter/app/runtime.h"

#include <algorithm>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "bsg_exporter/config/render.h"
#include "bsg_exporter/http/curl_transport.h"
#include "exporter/app/account_options.h"
#include "exporter/app/read_options.h"
#include "exporter/app/shard.h"

namespace bsg_exporter::app {
namespace {

// Pages stand in the order of the names, however the file has them.
Result<std::vector<collect::AccountOptions>> AccountsOf(
    const config::Config& config, const Clock& clock, Logger& logger) {
  std::vector<collect::AccountOptions> accounts;
  for (const config::AccountConfig& account : config.accounts) {
    Result<collect::AccountOptions> options =
        AccountOptionsOf(account, config.refresh, clock, logger);
    if (!options.ok()) return options.error();
    accounts.push_back(std::move(options).value());
  }
  std::sort(accounts.begin(), accounts.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return accounts;
}

// What the reader takes, and everything that can fail.
Result<collect::Reading> ReadingOf(const config::Config& config,
                                   const Options& options, const Clock& clock,
                                   Logger& logger) {
  Result<collect::Shard> shard = collect::Shard{};
  if (!options.shard.empty()) shard = ParseShard(options.shard);
  if (!shard.ok()) return shard.error();
  auto accounts = AccountsOf(config, clock, logger);
  if (!accounts.ok()) return accounts.error();
  return collect::Reading{std::move(accounts).value(),
                          ReadOptionsOf(config, *shard)};
}

std::size_t CampaignsIn(const collect::Reading& reading) {
  std::size_t campaigns = 0;
  for (const auto& account : reading.accounts) {
    campaigns += account.campaigns.size();
  }
  return campaigns;
}

}  // namespace

Result<std::unique_ptr<Runtime>> NewRuntime(const config::Config& config,
                                            const Options& options) {
  auto runtime = std::make_unique<Runtime>();
  runtime->metrics = std::make_unique<metrics::SelfMetrics>(
      std::vector<std::string>());  // the reader names them
  runtime->logger = NewStderrLogger(
      {.level = config.log.level,
       .format = config.log.format,
       .on_line = [own = runtime->metrics.get()](LogLevel level) {
         own->CountLogLine(level);
       }});
  Result<collect::Reading> reading =
      ReadingOf(config, options, runtime->clock, *runtime->logger);
  if (!reading.ok()) return reading.error();
  Result<std::unique_ptr<http::Transport>> transport = http::NewCurlTransport(
      {.user_agent = "bsg_exporter/" + std::string(GetBuildInfo().version)},
      runtime->clock);
  if (!transport.ok()) return transport.error();
  const collect::Shard& shard = reading->read.shard;
  runtime->metrics->SetShard(shard.ordinal, shard.count);
  runtime->metrics->ConfigLoaded(runtime->clock.Wall(),
                                 config::Fingerprint(config));
  runtime->transport = std::move(transport).value();
  runtime->configured_campaigns = CampaignsIn(*reading);
  runtime->reader = std::make_unique<collect::Reader>(
      std::move(reading).value(),
      collect::Reader::Parts{*runtime->transport, runtime->clock,
                             *runtime->logger, *runtime->metrics});
  return runtime;
}

Status Runtime::Reload(const config::Config& new_config,
                       const Options& options) {
  Result<collect::Reading> reading =
      ReadingOf(new_config, options, clock, *logger);
  if (!reading.ok()) return reading.error();
  logger->Adjust(new_config.log.level, new_config.log.format);
  configured_campaigns = CampaignsIn(*reading);
  reader->Reload(std::move(reading).value());
  return {};
}

}  // namespace bsg_exporter::app
