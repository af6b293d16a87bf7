#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bsg_exporter/metrics/sink.h"
#include "bsg_exporter/web/negotiate.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

using PageOutput = std::function<void(std::string_view)>;

// A 200 with these headers and all that `write` puts out, which is best some
// ten kilobytes at a time; in gzip where `gzip` says so.
Response PageResponse(Headers headers, bool gzip,
                      const std::function<void(const PageOutput&)>& write);

// The same for metrics: a page in the format that was negotiated.
Response MetricsResponse(MetricsFormat format, bool gzip,
                         const std::function<void(metrics::Sink&)>& write);

}  // namespace bsg_exporter::web
