#include "exporter/http/curl_transfer.h"

#include <algorithm>
#include <chrono>
#include <climits>
#include <utility>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::http {
namespace {

// Rounded up, and never 0: to libcurl that means no limit.
long Milliseconds(Duration duration) {
  const auto count =
      std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  return static_cast<long>(std::clamp<decltype(count)>(count, 1, INT_MAX));
}

// A line feed in a token would make a header of its own.
bool FitsHeader(std::string_view token) {
  return !token.empty() && std::all_of(token.begin(), token.end(), IsVisible);
}

// What a request without settings gets.
const std::shared_ptr<const RequestSettings>& DefaultSettings() {
  static const auto settings = std::make_shared<const RequestSettings>();
  return settings;
}

bool IsHttps(std::string_view url) {
  return EqualsIgnoringCase(url.substr(0, 6), "https:");
}

}  // namespace

Result<std::unique_ptr<CurlTransfer>> CurlTransfer::New(
    std::string user_agent) {
  CurlEasy easy(curl_easy_init());
  if (!easy) return Error{Reason::kInternal, "libcurl gives no handle"};
  std::unique_ptr<CurlTransfer> transfer(
      new CurlTransfer(std::move(easy), std::move(user_agent)));
  const CURLcode code = transfer->Adopt(DefaultSettings());
  if (code != CURLE_OK) {
    return Error{Reason::kInternal, std::string("libcurl refuses an option: ") +
                                        curl_easy_strerror(code)};
  }
  return transfer;
}

// Settings change at a reload and never else, so the handle starts afresh then:
// what one of them had set is gone, and libcurl's own defaults are back.
CURLcode CurlTransfer::Adopt(std::shared_ptr<const RequestSettings> settings) {
  if (settings == settings_) return CURLE_OK;
  settings_ = std::move(settings);
  curl_easy_reset(easy());
  CurlSetter set(easy());
  SetConstantOptions(set);
  SetTlsOptions(set);
  if (set.code() != CURLE_OK) settings_.reset();
  return set.code();
}

void CurlTransfer::SetConstantOptions(CurlSetter& set) {
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::OnBody);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::OnHeader);
  set(CURLOPT_HEADERDATA, this);

  // No signals in a program of many threads, and no waiting for a resolver
  // thread that hangs.
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);

  // A request goes where its URL says and nowhere else. Empty texts, unlike
  // unset ones, keep libcurl from reading the environment.
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_PROXY, settings_->proxy);
  set(CURLOPT_NOPROXY, "");

  set(CURLOPT_USERAGENT, user_agent_);
  set(CURLOPT_ACCEPT_ENCODING, "gzip");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  // libcurl's own limit refuses a long answer by its first line; OnBody counts
  // those that do not say how long they are.
  set(CURLOPT_MAXFILESIZE_LARGE,
      static_cast<curl_off_t>(settings_->max_response_bytes));

  // Connections shall last from one scrape to the next even if those are
  // minutes apart, but not for ever: the host's address may change. The probes
  // keep them known to firewalls and reveal dead ones.
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_TCP_KEEPIDLE, 60L);
  set(CURLOPT_TCP_KEEPINTVL, 15L);
  set(CURLOPT_MAXAGE_CONN, 330L);
  set(CURLOPT_MAXLIFETIME_CONN, 3600L);
}

void CurlTransfer::SetTlsOptions(CurlSetter& set) {
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));

  const char* system_file = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (!settings_->ca_file.empty()) {
    set(CURLOPT_CAINFO, settings_->ca_file);
    set(CURLOPT_PROXY_CAINFO, settings_->ca_file);
  } else if (system_file == nullptr) {
    return;  // the system keeps its certificates elsewhere
  }
  // Without the folder, a bundle of one's own is all that is trusted; and
  // libcurl keeps a store that is read from a file alone. With it, each new
  // connection cost 18 ms of CPU on Debian 12, against 1.3 ms.
  set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_PROXY_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_CA_CACHE_TIMEOUT, 3600L);
}

Status CurlTransfer::Prepare(Request request) {
  if (Status built = BuildHeaders(request); !built.ok()) return built;
  if (request.json) json_ = std::move(*request.json);
  CURLcode code =
      Adopt(request.settings ? request.settings : DefaultSettings());
  if (code == CURLE_OK) code = SetRequestOptions(request);
  if (code == CURLE_OK) return {};
  return Error{Reason::kInternal,
               std::string("request refused: ") + curl_easy_strerror(code)};
}

Status CurlTransfer::BuildHeaders(const Request& request) {
  bool enough = Append(headers_, "Accept: application/json");
  if (request.bearer) {
    if (!FitsHeader(request.bearer->Reveal())) {
      return Error{Reason::kInternal, "the token does not fit into a header"};
    }
    enough = enough && Append(headers_, "Authorization: Bearer " +
                                            request.bearer->Reveal());
  }
  if (request.method == Method::kPost) {
    // Left alone, libcurl would call an empty body a form, and ask before it
    // sends a long one.
    enough = enough && Append(headers_, "Expect:") &&
             Append(headers_, request.json ? "Content-Type: application/json"
                                           : "Content-Type:");
  }
  if (!enough) return Error{Reason::kInternal, "out of memory"};
  return {};
}

CURLcode CurlTransfer::SetRequestOptions(const Request& request) {
  CurlSetter set(easy());
  set(CURLOPT_URL, request.url);
  set(CURLOPT_HTTPHEADER, headers_.get());
  // The first handshake tells whether the others may share its connection.
  // Without TLS only the first answer would, and until then all would stand in
  // line behind it.
  set(CURLOPT_PIPEWAIT, IsHttps(request.url) ? 1L : 0L);
  if (request.method == Method::kPost) {
    const std::string& json = json_.Reveal();
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
    set(CURLOPT_POSTFIELDS, json.c_str());  // not copied
    set(CURLOPT_POST, 1L);
  } else {
    set(CURLOPT_HTTPGET, 1L);
  }
  const long timeout = Milliseconds(request.timeout);
  set(CURLOPT_TIMEOUT_MS, timeout);
  set(CURLOPT_CONNECTTIMEOUT_MS, timeout);
  return set.code();
}

void CurlTransfer::Clear() {
  CurlSetter set(easy());
  set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  set(CURLOPT_POSTFIELDS, static_cast<char*>(nullptr));
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(-1));
  headers_.reset();
  json_ = Secret();
  error_text_[0] = '\0';
  body_ = std::string();
  retry_after_.reset();
  header_bytes_ = 0;
  in_headers_ = false;
  too_large_.clear();
}

CurlTransfer& CurlTransfer::Of(CURL* easy) {
  char* self = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
  return *static_cast<CurlTransfer*>(static_cast<void*>(self));
}

}  // namespace bsg_exporter::http
