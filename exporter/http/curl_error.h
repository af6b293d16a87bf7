#pragma once

#include <curl/curl.h>

#include <string_view>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::http {

// Why a transfer ended without a whole answer. libcurl has one code for "that
// scheme is not allowed" and for "the peer does not speak HTTP"; whether a
// request had left tells them apart.
Reason ReasonOf(CURLcode code, bool request_sent);

// The same with libcurl's words, if it has some beside the code's. A peer may
// have had a hand in them, the name on a certificate for example, so control
// characters are escaped.
Error ErrorOf(CURLcode code, bool request_sent, std::string_view words);

}  // namespace bsg_exporter::http
