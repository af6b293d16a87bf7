#include "bsg_exporter/web/exporter_handler.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <string>
#include <utility>

#include "bsg_exporter/web/negotiate.h"
#include "exporter/web/home_page.h"
#include "exporter/web/page.h"

namespace bsg_exporter::web {
namespace {

// Past this a header is nonsense, and the configuration's limit is lower.
constexpr double kLongestSeconds = 86400;

Response MethodNotAllowed() {
  Response response = TextResponse(405, "only GET and HEAD are served here\n");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

}  // namespace

Duration BudgetOf(std::string_view header, Duration timeout, Duration offset) {
  double seconds = 0;
  const char* const end = header.data() + header.size();
  const auto [rest, error] = std::from_chars(header.data(), end, seconds);
  if (error != std::errc() || rest != end || !std::isfinite(seconds) ||
      seconds <= 0) {
    return timeout;
  }
  const auto asked = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(std::min(seconds, kLongestSeconds)));
  return std::min(timeout, std::max(asked - offset, asked / 2));
}

ExporterHandler::ExporterHandler(Options options, Parts parts)
    : options_(std::move(options)),
      parts_(parts),
      home_(TextResponse(200, HomePage(options_.telemetry_path),
                         "text/html; charset=utf-8")) {}

void ExporterHandler::Handle(const Request& request,
                             std::shared_ptr<Responder> responder) {
  const bool known = request.path == "/" || request.path == "/-/healthy" ||
                     request.path == options_.telemetry_path;
  if (!known) {
    responder->Send(TextResponse(404, "no such page\n"));
  } else if (request.method != "GET" && request.method != "HEAD") {
    responder->Send(MethodNotAllowed());
  } else if (request.path == "/") {
    responder->Send(home_);
  } else if (request.path == "/-/healthy") {
    responder->Send(TextResponse(200, "bsg_exporter is healthy\n"));
  } else {
    Metrics(request, std::move(responder));
  }
}

void ExporterHandler::Metrics(const Request& request,
                              std::shared_ptr<Responder> responder) {
  const bool gzip = AcceptsGzip(request.Header("accept-encoding"));
  const Duration budget =
      BudgetOf(request.Header("x-prometheus-scrape-timeout-seconds"),
               options_.timeout, options_.timeout_offset);
  parts_.scraper.Scrape(budget, [parts = parts_, gzip,
                                 responder = std::move(responder)](
                                    metrics::Snapshot snapshot) mutable {
    auto shared = std::make_shared<metrics::Snapshot>(std::move(snapshot));
    parts.worker.Post([parts, gzip, responder, shared] {
      try {
        responder->Send(MetricsResponse(gzip, [&](metrics::Sink& sink) {
          WriteSnapshot(*shared, sink);
          metrics::Replay(parts.own.Collect(), sink);
        }));
      } catch (const std::exception& exception) {
        parts.logger.Fail("cannot make the page", {{"err", exception.what()}});
        responder->Send(TextResponse(500, "cannot make the page\n"));
      }
    });
  });
}

}  // namespace bsg_exporter::web
