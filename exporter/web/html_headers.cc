#include "exporter/web/html_headers.h"

#include <openssl/evp.h>

#include <array>
#include <string>
#include <utility>

namespace bsg_exporter::web {
namespace {

// What lets an inline text pass: "'sha256-…'", or "'none'" for no text.
std::string SourceOf(std::string_view text) {
  if (text.empty()) return "'none'";
  std::array<unsigned char, 32> digest;
  std::array<unsigned char, 45> base64;  // with a NUL
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(),
             nullptr);
  EVP_EncodeBlock(base64.data(), digest.data(),
                  static_cast<int>(digest.size()));
  std::string source = "'sha256-";
  source += reinterpret_cast<const char*>(base64.data());
  return source += "'";
}

}  // namespace

Headers HtmlHeaders(std::string_view inline_style,
                    std::string_view inline_script) {
  std::string policy = "default-src 'none'; style-src ";
  policy += SourceOf(inline_style);
  policy += "; script-src ";
  policy += SourceOf(inline_script);
  policy +=
      "; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
      "base-uri 'none'; frame-ancestors 'none'";
  return {{"Content-Type", "text/html; charset=utf-8"},
          {"Content-Security-Policy", std::move(policy)},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Cache-Control", "no-store"}};
}

}  // namespace bsg_exporter::web
