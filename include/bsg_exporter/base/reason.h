#pragma once

#include <array>
#include <string_view>

namespace bsg_exporter {

// Why something could not be had: the closed set of causes. Each is also a
// value of the label `reason`, so a member is never renamed lightly, and a new
// one is a new series on every page.
enum class Reason {
  kPending,          // never tried yet
  kDns,              // the host's name does not resolve
  kConnect,          // no connection, or it broke before the answer was whole
  kTls,              // handshake or certificate refused
  kTimeout,          // the request's own time limit expired
  kThrottled,        // the API asked for fewer requests
  kUnauthorized,     // 401, or a refused login
  kForbidden,        // 403
  kNotFound,         // 404
  kClientError,      // any other 4xx
  kServerError,      // 5xx, or an answer that is not HTTP
  kRedirect,         // 3xx: never followed
  kTooLarge,         // more bytes than the limit allows
  kInvalidJson,      // the body is no JSON document
  kInvalidDocument,  // JSON, but not the document that was asked for
  kCanceled,         // reserved: what is cut at the end has no page left
  kInternal,         // ours, or of this machine: a key file, a flag, an address
};

inline constexpr std::array kAllReasons = {
    Reason::kPending,      Reason::kDns,         Reason::kConnect,
    Reason::kTls,          Reason::kTimeout,     Reason::kThrottled,
    Reason::kUnauthorized, Reason::kForbidden,   Reason::kNotFound,
    Reason::kClientError,  Reason::kServerError, Reason::kRedirect,
    Reason::kTooLarge,     Reason::kInvalidJson, Reason::kInvalidDocument,
    Reason::kCanceled,     Reason::kInternal,
};

// The label value, such as "invalid_document". Lives for ever.
std::string_view ToString(Reason reason);

}  // namespace bsg_exporter
