#pragma once

#include <memory>

#include "bsg_exporter/app/options.h"
#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/collect/reader.h"
#include "bsg_exporter/config/config.h"
#include "bsg_exporter/http/transport.h"
#include "bsg_exporter/metrics/self_metrics.h"

namespace bsg_exporter::app {

// Everything that reading takes, built from a configuration. Members in the
// order in which they need each other.
struct Runtime {
  SystemClock clock;
  std::unique_ptr<metrics::SelfMetrics> metrics;
  std::unique_ptr<Logger> logger;
  std::unique_ptr<http::Transport> transport;
  std::unique_ptr<collect::Reader> reader;
  std::size_t configured_campaigns = 0;  // of all accounts, at the start

  Status Reload(const config::Config& config, const Options& options);
};

// Fails with a message to print where the configuration names something that
// is not there (a time zone, a CA file), or the flag a shard that cannot be.
Result<std::unique_ptr<Runtime>> NewRuntime(const config::Config& config,
                                            const Options& options);

}  // namespace bsg_exporter::app
