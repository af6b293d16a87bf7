#include "bsg_exporter/web/exporter_handler.h"

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/web/negotiate.h"
#include "bsg_exporter/web/query.h"
#include "exporter/web/budget.h"
#include "exporter/web/campaign_page.h"
#include "exporter/web/home_page.h"
#include "exporter/web/html_headers.h"
#include "exporter/web/page.h"
#include "exporter/web/page_assets.h"
#include "exporter/web/probe.h"
#include "exporter/web/sd_page.h"

namespace bsg_exporter::web {
namespace {

// The longest that a service discovery waits for what it finds: Prometheus
// does not say how long it would.
constexpr Duration kLongestSurvey = std::chrono::seconds(10);

constexpr std::array<std::string_view, 2> kReading = {"GET", "HEAD"};
constexpr std::array<std::string_view, 1> kActing = {"POST"};

Response MethodNotAllowed(std::span<const std::string_view> methods) {
  std::string allowed = Join(methods, ", ");
  Response response = TextResponse(405, "only " + allowed + " here\n");
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

// An account of which nobody knows what it has: a list without its campaigns
// would make Prometheus drop them, where it keeps what it knows after an error.
const bsg::AccountState* WithUnknownCampaigns(
    const metrics::Snapshot& snapshot) {
  for (const auto& account : snapshot.accounts) {
    if (account->discovery && !account->discovery->known) return account.get();
  }
  return nullptr;
}

bool TakesGzip(const Request& request) {
  return AcceptsGzip(request.Header("accept-encoding"));
}

MetricsFormat FormatFor(const Request& request) {
  return NegotiateMetrics(request.Header("accept"));
}

// Not worth reading on for whoever has gone.
collect::Patience PatienceOf(Duration budget,
                             std::shared_ptr<const Responder> responder) {
  return {budget,
          [responder = std::move(responder)] { return responder->IsWanted(); }};
}

// Makes an answer on the worker, and sends it. Not for clients that have gone:
// those that ask again and again must not keep the others waiting.
void SendFromWorker(const ExporterHandler::Parts& parts,
                    std::shared_ptr<Responder> responder,
                    std::function<Response()> make) {
  parts.worker.Post([&logger = parts.logger, responder = std::move(responder),
                     make = std::move(make)] {
    if (!responder->IsWanted()) return;
    try {
      responder->Send(make());
    } catch (const std::exception& exception) {
      logger.Fail("cannot make the page", {{"err", exception.what()}});
      responder->Send(TextResponse(500, "cannot make the page\n"));
    }
  });
}

}  // namespace

ExporterHandler::ExporterHandler(Options options, Parts parts)
    : options_(std::move(options)),
      parts_(parts),
      routes_{
          {options_.telemetry_path, kReading, &ExporterHandler::Metrics},
          {"/probe", kReading, &ExporterHandler::Probe},
          {"/sd", kReading, &ExporterHandler::Targets},
          {"/-/healthy", kReading, &ExporterHandler::Healthy},
          {"/-/ready", kReading, &ExporterHandler::Ready},
          {"/-/reload", kActing, &ExporterHandler::Reload},
          {"/config", kReading, &ExporterHandler::Config},
          {"/", kReading, &ExporterHandler::Home},
          {"/campaign", kReading, &ExporterHandler::Campaign},
      },
      config_(TextResponse(200, options_.config_text)) {}

void ExporterHandler::Handle(const Request& request,
                             std::shared_ptr<Responder> responder) {
  const auto route = std::ranges::find(routes_, request.path, &Route::path);
  if (route == routes_.end()) {
    responder->Send(TextResponse(404, "no such page\n"));
  } else if (std::ranges::count(route->methods, request.method) == 0) {
    responder->Send(MethodNotAllowed(route->methods));
  } else {
    (this->*route->serve)(request, std::move(responder));
  }
}

void ExporterHandler::Home(const Request& request,
                           std::shared_ptr<Responder> responder) {
  parts_.scraper.Peek(
      [parts = parts_, gzip = TakesGzip(request),
       list = ListRequest::Of(Query(request.query)),
       metrics = options_.telemetry_path,
       responder = std::move(responder)](collect::Overview overview) {
        SendFromWorker(parts, responder,
                       [gzip, list, metrics, overview = std::move(overview)] {
                         return PageResponse(
                             HtmlHeaders(kPageStyle, kPageScript), gzip,
                             [&](const PageOutput& output) {
                               WriteHomePage(overview, list, metrics, output);
                             });
                       });
      });
}

void ExporterHandler::Campaign(const Request& request,
                               std::shared_ptr<Responder> responder) {
  parts_.scraper.Peek(
      [parts = parts_, query = Query(request.query),
       metrics = options_.telemetry_path,
       responder = std::move(responder)](collect::Overview overview) {
        SendFromWorker(parts, responder,
                       [query, metrics, overview = std::move(overview)] {
                         return CampaignPage(overview, query, metrics);
                       });
      });
}

void ExporterHandler::Healthy(const Request&,
                              std::shared_ptr<Responder> responder) {
  responder->Send(TextResponse(200, "bsg_exporter is healthy\n"));
}

// Whoever can ask here has found a listener and a configuration. What the API
// does is no matter: an outage there shall block no roll-out.
void ExporterHandler::Ready(const Request&,
                            std::shared_ptr<Responder> responder) {
  responder->Send(parts_.lifecycle.IsReady()
                      ? TextResponse(200, "bsg_exporter is ready\n")
                      : TextResponse(503, "bsg_exporter is stopping\n"));
}

void ExporterHandler::Reload(const Request&,
                             std::shared_ptr<Responder> responder) {
  if (!options_.enable_reload) {
    return responder->Send(TextResponse(
        404, "not enabled: set [web] enable_reload = true, or send SIGHUP\n"));
  }
  parts_.lifecycle.Reload(
      [responder = std::move(responder)](const Status& loaded) {
        responder->Send(loaded.ok()
                            ? TextResponse(200, "configuration loaded\n")
                            : TextResponse(500, loaded.error().message + "\n"));
      });
}

void ExporterHandler::Config(const Request&,
                             std::shared_ptr<Responder> responder) {
  responder->Send(config_);
}

void ExporterHandler::Metrics(const Request& request,
                              std::shared_ptr<Responder> responder) {
  parts_.scraper.Scrape(
      PatienceOf(BudgetFor(request), responder),
      [parts = parts_, format = FormatFor(request), gzip = TakesGzip(request),
       responder](metrics::Snapshot snapshot) {
        SendFromWorker(
            parts, responder,
            [&own = parts.own, format, gzip, snapshot = std::move(snapshot)] {
              return MetricsResponse(format, gzip, [&](metrics::Sink& sink) {
                WriteSnapshot(snapshot, sink);
                metrics::Replay(own.Collect(), sink);
              });
            });
      });
}

void ExporterHandler::Probe(const Request& request,
                            std::shared_ptr<Responder> responder) {
  Result<collect::Subject, std::string> subject = SubjectOf(request.query);
  if (!subject.ok()) {
    return responder->Send(TextResponse(400, subject.error() + "\n"));
  }
  parts_.scraper.Probe(
      *subject, PatienceOf(BudgetFor(request), responder),
      [parts = parts_, format = FormatFor(request), gzip = TakesGzip(request),
       subject = *subject, responder](collect::Probed probed) {
        SendFromWorker(parts, responder,
                       [format, gzip, subject, probed = std::move(probed)] {
                         if (!probed.ok())
                           return RefusalResponse(subject, probed.error());
                         return MetricsResponse(
                             format, gzip, [&](metrics::Sink& sink) {
                               WriteCampaigns(probed->campaigns, sink);
                             });
                       });
      });
}

void ExporterHandler::Targets(const Request& request,
                              std::shared_ptr<Responder> responder) {
  const std::string host(request.Header("host"));
  if (!IsAddress(host)) {
    return responder->Send(TextResponse(
        400, "header Host: not an address that a target could have\n"));
  }
  parts_.scraper.Survey(
      PatienceOf(std::min(options_.timeout, kLongestSurvey), responder),
      [parts = parts_, gzip = TakesGzip(request), host, secure = request.secure,
       responder](metrics::Snapshot snapshot) {
        if (const auto* account = WithUnknownCampaigns(snapshot)) {
          return responder->Send(TextResponse(
              503, "the campaigns of account '" + account->name +
                       "' are not known yet: they could not be listed\n"));
        }
        SendFromWorker(
            parts, responder,
            [gzip, host, secure, snapshot = std::move(snapshot)] {
              return PageResponse(
                  {{"Content-Type", "application/json; charset=utf-8"}}, gzip,
                  [&](const PageOutput& output) {
                    WriteTargets(snapshot, host, secure, output);
                  });
            });
      });
}

Duration ExporterHandler::BudgetFor(const Request& request) const {
  return BudgetOf(request.Header("x-prometheus-scrape-timeout-seconds"),
                  options_.timeout, options_.timeout_offset);
}

}  // namespace bsg_exporter::web
