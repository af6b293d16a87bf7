#include "exporter/web/page.h"

#include <utility>

#include "bsg_exporter/metrics/text_sink.h"
#include "bsg_exporter/web/gzip.h"

namespace bsg_exporter::web {

Response PageResponse(std::string content_type, bool gzip,
                      const std::function<void(const PageOutput&)>& write) {
  Response response;
  response.headers = {{"Content-Type", std::move(content_type)},
                      {"Vary", "Accept-Encoding"}};
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

Response MetricsResponse(bool gzip,
                         const std::function<void(metrics::Sink&)>& write) {
  return PageResponse("text/plain; version=0.0.4; charset=utf-8", gzip,
                      [&](const PageOutput& output) {
                        metrics::TextSink sink(output);
                        write(sink);
                        sink.Finish();
                      });
}

}  // namespace bsg_exporter::web
