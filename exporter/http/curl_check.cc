#include "bsg_exporter/http/curl_check.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "bsg_exporter/base/file.h"
#include "exporter/http/curl_handle.h"

namespace bsg_exporter::http {
namespace {

constexpr std::size_t kMaxCaFileBytes = 16u << 20;

constexpr std::array<std::string_view, 6> kProxySchemes = {
    "http", "https", "socks4", "socks4a", "socks5", "socks5h"};

struct CurlFree {
  void operator()(char* text) const { curl_free(text); }
};
struct StoreFree {
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};

}  // namespace

Status CheckProxy(const std::string& proxy) {
  if (proxy.empty()) return {};
  const CurlUrl url(curl_url());
  if (!url) return Error{Reason::kInternal, "out of memory"};
  // The flags with which libcurl reads a proxy's URL.
  CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, proxy.c_str(),
                                CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
  char* text = nullptr;
  if (code == CURLUE_OK) {
    code = curl_url_get(url.get(), CURLUPART_SCHEME, &text, 0);
  }
  const std::unique_ptr<char, CurlFree> scheme(text);
  if (code != CURLUE_OK) {
    return Error{Reason::kInternal,
                 std::string("not a URL: ") + curl_url_strerror(code)};
  }
  if (std::find(kProxySchemes.begin(), kProxySchemes.end(), scheme.get()) ==
      kProxySchemes.end()) {
    return Error{Reason::kInternal,
                 "its scheme must be http, https, socks4, socks4a, socks5 or "
                 "socks5h"};
  }
  return {};
}

// OpenSSL is what libcurl loads the file with, by this very call.
Status CheckCaFile(const std::string& ca_file) {
  if (ca_file.empty()) return {};
  const Result<std::string> text = ReadFile(ca_file, kMaxCaFileBytes);
  if (!text.ok()) return Error{Reason::kTls, text.error().message};
  const std::unique_ptr<X509_STORE, StoreFree> store(X509_STORE_new());
  const bool loaded =
      store && X509_STORE_load_file(store.get(), ca_file.c_str()) == 1;
  ERR_clear_error();
  if (loaded) return {};
  return Error{Reason::kTls,
               "'" + ca_file + "' holds no certificates, or damaged ones"};
}

}  // namespace bsg_exporter::http
