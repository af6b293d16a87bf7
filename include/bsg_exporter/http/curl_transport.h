#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::http {

struct CurlTransportOptions {
  std::size_t capacity = 16;                  // requests at a time, all hosts
  std::size_t max_response_bytes = 1u << 20;  // after decoding, headers apart
  std::string proxy{};    // URL; none if empty: the environment is not read
  std::string ca_file{};  // PEM bundle, trusted instead of the system's
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
// Fails (internal, or tls for an unusable ca_file) when libcurl cannot be set
// up as asked.
Result<std::unique_ptr<Transport>> NewCurlTransport(
    CurlTransportOptions options, const Clock& clock);

}  // namespace bsg_exporter::http
