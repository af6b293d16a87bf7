#pragma once

#include <string_view>

#include "bsg_exporter/metrics/text_sink.h"

namespace bsg_exporter::web {

// Whether an Accept-Encoding header lets the answer be gzip: named (or by
// "*") with a quality above 0, and not below that of identity. No header: no.
bool AcceptsGzip(std::string_view accept_encoding);

// What a page of metrics is written in.
struct MetricsFormat {
  metrics::TextFormat text = metrics::TextFormat::kPrometheus;
  // How names with characters beyond [a-zA-Z0-9_:] are to be written, if the
  // client says so in a word that scrapers know; else empty. No name here has
  // any, so that all the ways are the same, and the answer may claim each.
  // Points to a constant.
  std::string_view escaping;
};

// The format that an Accept header asks for: OpenMetrics where it is named, in
// version 1.0.0 or none, with a quality above 0 and not below that of the text
// format. In all other cases, also where nothing is accepted that there is,
// the text format 0.0.4: everybody reads that.
MetricsFormat NegotiateMetrics(std::string_view accept);

}  // namespace bsg_exporter::web
