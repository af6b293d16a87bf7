#include "exporter/web/credentials.h"

#include <openssl/evp.h>

#include <algorithm>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string padded(text);
  while (padded.size() % 4 != 0) padded += '=';
  const std::size_t padding =
      padded.size() - std::min(padded.find('='), padded.size());
  std::string bytes(padded.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(padded.data()),
                      static_cast<int>(padded.size()));
  if (size < 0 || padding > 2 || static_cast<std::size_t>(size) < padding) {
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace

std::optional<Credentials> ParseBasic(std::string_view authorization) {
  constexpr std::string_view kScheme = "Basic ";
  if (!EqualsIgnoringCase(authorization.substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  authorization.remove_prefix(kScheme.size());
  const std::size_t start =
      std::min(authorization.find_first_not_of(' '), authorization.size());
  const auto text = DecodeBase64(authorization.substr(start));
  if (!text) return std::nullopt;
  const std::size_t colon = text->find(':');
  if (colon == text->npos) return std::nullopt;
  return Credentials{text->substr(0, colon), Secret(text->substr(colon + 1))};
}

}  // namespace bsg_exporter::web
