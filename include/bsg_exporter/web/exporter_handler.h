#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/worker.h"
#include "bsg_exporter/collect/scraper.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "bsg_exporter/web/lifecycle.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// What the exporter answers to HTTP requests: exact paths, and the methods
// that each of them has. Scrapes wait in the reader, pages are made on the
// worker: neither ever blocks the I/O thread. Borrows its parts; they outlive
// it and the server that calls it. It serves one configuration: another one
// takes another handler, and requests under way do not need theirs any more.
class ExporterHandler {
 public:
  struct Options {
    std::string telemetry_path = "/metrics";
    Duration timeout = std::chrono::seconds(30);
    Duration timeout_offset = std::chrono::milliseconds(500);
    bool enable_reload = false;
    std::string config_text;  // what /config shows

    friend bool operator==(const Options&, const Options&) = default;
  };
  struct Parts {
    collect::Scraper& scraper;
    const metrics::SelfMetrics& own;
    Worker& worker;
    Logger& logger;
    Lifecycle& lifecycle;
  };
  ExporterHandler(Options options, Parts parts);

  void Handle(const Request& request, std::shared_ptr<Responder> responder);

 private:
  struct Route {
    std::string path;
    std::span<const std::string_view> methods;
    void (ExporterHandler::*serve)(const Request& request,
                                   std::shared_ptr<Responder> responder);
  };

  void Home(const Request& request, std::shared_ptr<Responder> responder);
  void Campaign(const Request& request, std::shared_ptr<Responder> responder);
  void Healthy(const Request& request, std::shared_ptr<Responder> responder);
  void Ready(const Request& request, std::shared_ptr<Responder> responder);
  void Reload(const Request& request, std::shared_ptr<Responder> responder);
  void Config(const Request& request, std::shared_ptr<Responder> responder);
  void Metrics(const Request& request, std::shared_ptr<Responder> responder);
  void Probe(const Request& request, std::shared_ptr<Responder> responder);
  void Targets(const Request& request, std::shared_ptr<Responder> responder);

  Duration BudgetFor(const Request& request) const;

  const Options options_;
  const Parts parts_;
  const std::vector<Route> routes_;
  const Response config_;
};

}  // namespace bsg_exporter::web
