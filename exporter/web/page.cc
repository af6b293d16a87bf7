#include "exporter/web/page.h"

#include <utility>

#include "bsg_exporter/metrics/text_sink.h"
#include "bsg_exporter/web/gzip.h"

namespace bsg_exporter::web {
namespace {

Response Written(Headers headers, std::string vary, bool gzip,
                 const std::function<void(const PageOutput&)>& write) {
  Response response;
  response.headers = std::move(headers);
  response.headers.emplace_back("Vary", std::move(vary));
  const auto append = [&](std::string_view chunk) {
    response.body.Append(std::string(chunk));
  };
  if (gzip) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    GzipStream stream(append);
    write([&](std::string_view text) { stream.Write(text); });
    stream.Finish();
  } else {
    write(append);
  }
  return response;
}

std::string ContentType(MetricsFormat format) {
  std::string type = format.text == metrics::TextFormat::kOpenMetrics
                         ? "application/openmetrics-text; version=1.0.0"
                         : "text/plain; version=0.0.4";
  type += "; charset=utf-8";
  if (!format.escaping.empty()) {
    type.append("; escaping=").append(format.escaping);
  }
  return type;
}

}  // namespace

Response PageResponse(Headers headers, bool gzip,
                      const std::function<void(const PageOutput&)>& write) {
  return Written(std::move(headers), "Accept-Encoding", gzip, write);
}

Response MetricsResponse(MetricsFormat format, bool gzip,
                         const std::function<void(metrics::Sink&)>& write) {
  return Written({{"Content-Type", ContentType(format)}},
                 "Accept, Accept-Encoding", gzip,
                 [&](const PageOutput& output) {
                   metrics::TextSink sink(output, format.text);
                   write(sink);
                   sink.Finish();
                 });
}

}  // namespace bsg_exporter::web
