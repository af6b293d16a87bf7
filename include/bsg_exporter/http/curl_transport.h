#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::http {

struct CurlTransportOptions {
  std::size_t capacity = 16;  // requests at a time, all hosts
  std::string user_agent{};
};

// A Transport over one libcurl multi handle with a pool of reused easy
// handles. Redirects are never followed, certificates always verified, HTTP/2
// used where TLS offers it, answers taken gzipped. Connections are kept through
// lulls of some minutes. A changed ca_file is seen within an hour.
//
// Facts behind the options it sets were measured on libcurl 7.88.1: adding
// all requests at once is quadratic, time spent in curl's own queue counts
// against the request's timeout, a dead name server blocks for 10 s unless
// CURLOPT_QUICK_EXIT is set, CURLOPT_MAXFILESIZE does not see chunked bodies.
//
// Fails (internal) when libcurl cannot be set up.
Result<std::unique_ptr<Transport>> NewCurlTransport(
    CurlTransportOptions options, const Clock& clock);

}  // namespace bsg_exporter::http
