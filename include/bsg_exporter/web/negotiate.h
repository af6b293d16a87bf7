#pragma once

#include <string_view>

namespace bsg_exporter::web {

// Whether an Accept-Encoding header lets the answer be gzip: named (or by
// "*") with a quality above 0, and not below that of identity. No header: no.
bool AcceptsGzip(std::string_view accept_encoding);

}  // namespace bsg_exporter::web
