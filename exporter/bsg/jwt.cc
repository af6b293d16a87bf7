#include "exporter/bsg/jwt.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "bsg_exporter/base/result.h"
#include "exporter/bsg/json.h"

namespace bsg_exporter::bsg {
namespace {

constexpr double kEndOfYear9999 = 253402300800;  // Unix time

std::optional<std::uint32_t> SixBits(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '-') return 62;
  if (c == '_') return 63;
  return std::nullopt;
}

// base64url (RFC 4648), with or without padding.
std::optional<std::string> Base64UrlDecoded(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto six = SixBits(c);
    if (!six) return std::nullopt;
    bits = (bits << 6 | *six) & 0xFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

// The second of three parts.
std::optional<std::string_view> Payload(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos) return std::nullopt;
  if (token.find('.', second + 1) != token.npos) return std::nullopt;
  return token.substr(first + 1, second - first - 1);
}

}  // namespace

std::optional<WallTime> JwtExpiry(std::string_view token) {
  const auto payload = Payload(token);
  if (!payload) return std::nullopt;
  const auto text = Base64UrlDecoded(*payload);
  if (!text) return std::nullopt;
  const Result<json::Document> claims = json::Parse(*text);
  if (!claims.ok()) return std::nullopt;
  const auto seconds = claims->root().Find("exp").Number();
  if (!seconds || *seconds < 0 || *seconds >= kEndOfYear9999) {
    return std::nullopt;
  }
  return WallTime(std::chrono::microseconds(
      static_cast<std::int64_t>(std::floor(*seconds * 1e6))));
}

}  // namespace bsg_exporter::bsg
