#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/worker.h"
#include "bsg_exporter/collect/scraper.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// The longest that a scrape may take: the configuration's limit or, where the
// header X-Prometheus-Scrape-Timeout-Seconds asks for less, that less `offset`
// (half of it, if the offset would leave less). A header that is no positive
// number is as good as none.
Duration BudgetOf(std::string_view header, Duration timeout, Duration offset);

// What the exporter answers to HTTP requests: exact paths, GET and HEAD.
// Scrapes wait in the reader, pages are made on the worker: neither ever
// blocks the I/O thread. Borrows its parts; they outlive it, and it outlives
// the server that calls it.
class ExporterHandler {
 public:
  struct Options {
    std::string telemetry_path = "/metrics";
    Duration timeout = std::chrono::seconds(30);
    Duration timeout_offset = std::chrono::milliseconds(500);
  };
  struct Parts {
    collect::Scraper& scraper;
    const metrics::SelfMetrics& own;
    Worker& worker;
    Logger& logger;
  };
  ExporterHandler(Options options, Parts parts);

  void Handle(const Request& request, std::shared_ptr<Responder> responder);

 private:
  void Metrics(const Request& request, std::shared_ptr<Responder> responder);

  const Options options_;
  Parts parts_;
  const Response home_;
};

}  // namespace bsg_exporter::web
