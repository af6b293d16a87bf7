#pragma once

#include <curl/curl.h>

#include "bsg_exporter/base/reason.h"

namespace bsg_exporter::http {

// Why a transfer ended without a whole answer. libcurl has one code for "that
// scheme is not allowed" and for "the peer does not speak HTTP"; whether a
// request had left tells them apart.
Reason ReasonOf(CURLcode code, bool request_sent);

}  // namespace bsg_exporter::http
