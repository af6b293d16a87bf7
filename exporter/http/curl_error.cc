#include "exporter/http/curl_error.h"

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::http {

Reason ReasonOf(CURLcode code, bool request_sent) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Reason::kDns;

    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
    case CURLE_PROXY:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Reason::kConnect;

    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_USE_SSL_FAILED:
      return Reason::kTls;

    case CURLE_OPERATION_TIMEDOUT:
      return Reason::kTimeout;

    case CURLE_FILESIZE_EXCEEDED:
      return Reason::kTooLarge;

    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Reason::kServerError;

    case CURLE_UNSUPPORTED_PROTOCOL:
      return request_sent ? Reason::kServerError : Reason::kInternal;

    default:
      return Reason::kInternal;
  }
}

Error ErrorOf(CURLcode code, bool request_sent, std::string_view words) {
  return {ReasonOf(code, request_sent),
          Escaped(words.empty() ? curl_easy_strerror(code) : words)};
}

}  // namespace bsg_exporter::http
