#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter::metrics {

// What is counted about one account's traffic with the API (bsg_api_*). Every
// label value of a closed set exists at 0 from the start. Safe to call from
// any thread; made by SelfMetrics.
class ApiMetrics {
 public:
  virtual ~ApiMetrics() = default;

  virtual void RequestStarted() = 0;
  // `code` is the HTTP status, 0 if there was no answer; `failure` the cause
  // if the request, or the decoding of its answer, failed.
  virtual void RequestDone(bsg::Endpoint endpoint, int code,
                           std::optional<Reason> failure,
                           Duration duration) = 0;
  // A request is being sent that repeats a failed one within a scrape.
  virtual void Retried() = 0;
  // The account sends nothing before this; nothing: it is not held back.
  virtual void ThrottledUntil(std::optional<WallTime> until) = 0;
  // A login succeeded. `expires` is absent if the token does not say.
  virtual void TokenRefreshed(std::optional<WallTime> expires) = 0;
  virtual void TokenRefreshFailed() = 0;
};

// The exporter's metrics about itself, in a prometheus-cpp Registry, and the
// usual process_* read from /proc. Safe to call from any thread.
class SelfMetrics {
 public:
  explicit SelfMetrics(const std::vector<std::string>& accounts);
  ~SelfMetrics();
  SelfMetrics(const SelfMetrics&) = delete;
  SelfMetrics& operator=(const SelfMetrics&) = delete;

  // From now on these are the accounts. What is counted about one that stays
  // goes on; one that goes takes its series with it once nobody holds its
  // ApiMetrics any more. For the thread that lets go of those.
  void SetAccounts(const std::vector<std::string>& accounts);
  // One of the accounts that there are now. Holds on to its series; this
  // object must live longer.
  std::shared_ptr<ApiMetrics> api(const std::string& account);

  // One that serves everything is shard 0 of 1, as it is at first.
  void SetShard(std::uint32_t ordinal, std::uint32_t count);

  // Another configuration is in force; `fingerprint` is below 2^53.
  void ConfigLoaded(WallTime when, std::uint64_t fingerprint);
  // One could not be loaded: the one before it stays in force.
  void ConfigRefused();

  void CountUnexpected(bsg::Place place);
  void CountLogLine(LogLevel level);

  // bsg_api_*, bsg_exporter_* and process_*, in no particular order.
  std::vector<prometheus::MetricFamily> Collect() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The rows of the catalogue that SelfMetrics exports, for tests and docs.
std::vector<CatalogueEntry> SelfCatalogue();

}  // namespace bsg_exporter::metrics
