#include "bsg_exporter/bsg/retry_after.h"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::bsg {
namespace {

constexpr std::int64_t kLongestSeconds = 10LL * 366 * 24 * 3600;

std::optional<Duration> Seconds(std::string_view text) {
  const auto seconds = NumberOf<std::int64_t>(text);
  if (!seconds || *seconds < 0) return {};
  return std::chrono::seconds(std::min(*seconds, kLongestSeconds));
}

}  // namespace

std::optional<Duration> ParseRetryAfter(std::string_view text, WallTime now) {
  if (const auto seconds = Seconds(text)) return seconds;
  std::tm date{};
  const std::string copy(text);
  const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (end == nullptr || *end != '\0') return {};
  const WallTime then{std::chrono::seconds(timegm(&date))};
  const auto wait = std::clamp<std::chrono::microseconds>(
      then - now, std::chrono::microseconds(0),
      std::chrono::seconds(kLongestSeconds));
  return wait;
}

}  // namespace bsg_exporter::bsg
