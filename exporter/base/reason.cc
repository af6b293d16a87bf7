#include "bsg_exporter/base/reason.h"

namespace bsg_exporter {

std::string_view ToString(Reason reason) {
  switch (reason) {
    case Reason::kPending:
      return "pending";
    case Reason::kDns:
      return "dns";
    case Reason::kConnect:
      return "connect";
    case Reason::kTls:
      return "tls";
    case Reason::kTimeout:
      return "timeout";
    case Reason::kThrottled:
      return "throttled";
    case Reason::kUnauthorized:
      return "unauthorized";
    case Reason::kForbidden:
      return "forbidden";
    case Reason::kNotFound:
      return "not_found";
    case Reason::kClientError:
      return "client_error";
    case Reason::kServerError:
      return "server_error";
    case Reason::kRedirect:
      return "redirect";
    case Reason::kTooLarge:
      return "too_large";
    case Reason::kInvalidJson:
      return "invalid_json";
    case Reason::kInvalidDocument:
      return "invalid_document";
    case Reason::kCanceled:
      return "canceled";
    case Reason::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace bsg_exporter
