#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "bsg_exporter/base/reason.h"

namespace bsg_exporter::http {

// Why a transfer ended without a whole answer. libcurl has one code for "that
// scheme is not allowed" and for "the peer does not speak HTTP"; whether a
// request had left tells them apart.
Reason ReasonOf(CURLcode code, bool request_sent);

// Text that a peer may have had a hand in, such as the name on a certificate:
// control characters become spaces.
std::string OneLine(std::string_view text);

}  // namespace bsg_exporter::http
