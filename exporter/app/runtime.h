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
  // Puts another configuration in force: for what is asked of the reader from
  // now on; what was asked before ends as it began. Whatever the new one leaves
  // as it was goes on: data, tokens, connections, counters. Campaign files are
  // read again, even if the configuration is the same. Fails as NewRuntime()
  // does, and then nothing has changed. One thread at a time; the reader may
  // run meanwhile.
  Status Reload(const config::Config& new_config, const Options& options);

  SystemClock clock;
  std::unique_ptr<metrics::SelfMetrics> metrics;
  std::unique_ptr<AdjustableLogger> logger;
  std::unique_ptr<http::Transport> transport;
  std::unique_ptr<collect::Reader> reader;
  // Of all accounts of the configuration in force, when it came.
  std::size_t configured_campaigns = 0;
};

// Fails with a message to print where the configuration names what is not there
// or cannot be used (a time zone, a campaign file), or the flag a shard that
// cannot be.
Result<std::unique_ptr<Runtime>> NewRuntime(const config::Config& config,
                                            const Options& options);

}  // namespace bsg_exporter::app
