#include "exporter/app/runtime.h"

#include <algorithm>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "bsg_exporter/config/render.h"
#include "bsg_exporter/http/curl_transport.h"
#include "exporter/app/account_options.h"
#include "exporter/app/shard.h"

namespace bsg_exporter::app {
namespace {

std::vector<std::string> NamesOf(const config::Config& config) {
  std::vector<std::string> names;
  for (const auto& account : config.accounts) names.push_back(account.name);
  return names;
}

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

collect::ReadOptions ReadOptionsOf(const config::Config& config,
                                   const collect::Shard& shard) {
  collect::ReadOptions read;
  read.request_timeout = config.scrape.request_timeout;
  read.concurrency = config.scrape.concurrency;
  read.requests_per_second =
      static_cast<std::size_t>(config.scrape.requests_per_second);
  read.retries = config.scrape.retries;
  read.min_interval = config.scrape.min_interval;
  read.max_stale = config.scrape.max_stale;
  read.refresh = {.active = config.refresh.active,
                  .waiting = config.refresh.waiting,
                  .finishing = config.refresh.finishing,
                  .settled = config.refresh.settled};
  read.balance = config.refresh.balance;
  read.shard = shard;
  read.probe_any = config.web.probe_any;
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

Result<std::unique_ptr<Runtime>> NewRuntime(const config::Config& config,
                                            const Options& options) {
  auto runtime = std::make_unique<Runtime>();
  Result<collect::Shard> shard = collect::Shard{};
  if (!options.shard.empty()) shard = ParseShard(options.shard);
  if (!shard.ok()) return shard.error();
  runtime->metrics = std::make_unique<metrics::SelfMetrics>(NamesOf(config));
  runtime->metrics->SetShard(shard->ordinal, shard->count);
  runtime->metrics->ConfigLoaded(runtime->clock.Wall(),
                                 config::Fingerprint(config));
  runtime->logger = NewStderrLogger(
      {.level = config.log.level,
       .format = config.log.format,
       .on_line = [own = runtime->metrics.get()](LogLevel level) {
         own->CountLogLine(level);
       }});
  auto accounts = AccountsOf(config, runtime->clock, *runtime->logger);
  if (!accounts.ok()) return accounts.error();
  for (const auto& account : *accounts) {
    runtime->configured_campaigns += account.campaigns.size();
  }
  Result<std::unique_ptr<http::Transport>> transport =
      NewTransport(config, runtime->clock);
  if (!transport.ok()) return transport.error();
  runtime->transport = std::move(transport).value();
  runtime->reader = std::make_unique<collect::Reader>(
      std::move(accounts).value(), ReadOptionsOf(config, *shard),
      collect::Reader::Parts{*runtime->transport, runtime->clock,
                             *runtime->logger, *runtime->metrics});
  return runtime;
}

Status Runtime::Reload(const config::Config&, const Options&) { return {}; }

}  // namespace bsg_exporter::app
