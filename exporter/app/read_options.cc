#include "exporter/app/read_options.h"

#include <memory>

#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::app {
namespace {

std::shared_ptr<const http::RequestSettings> SettingsOf(
    const config::HttpConfig& config) {
  return std::make_shared<const http::RequestSettings>(
      http::RequestSettings{.max_response_bytes = config.max_response_bytes,
                            .proxy = config.proxy,
                            .ca_file = config.ca_file});
}

}  // namespace

collect::ReadOptions ReadOptionsOf(const config::Config& config,
                                   const collect::Shard& shard) {
  collect::ReadOptions read;
  read.request_timeout = config.scrape.request_timeout;
  read.concurrency = config.scrape.concurrency;
  read.requests_per_second = config.scrape.requests_per_second;
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
  read.http = SettingsOf(config.http);
  return read;
}

}  // namespace bsg_exporter::app
