#include "exporter/web/budget.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bsg_exporter::web {
namespace {

// Past this a header is nonsense, and the configuration's limit is lower.
constexpr double kLongestSeconds = 86400;

}  // namespace

Duration BudgetOf(std::string_view header, Duration timeout, Duration offset) {
  double seconds = 0;
  const char* const end = header.data() + header.size();
  const auto [rest, error] = std::from_chars(header.data(), end, seconds);
  if (error != std::errc() || rest != end || !std::isfinite(seconds) ||
      seconds <= 0) {
    return timeout;
  }
  const auto asked = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(std::min(seconds, kLongestSeconds)));
  return std::min(timeout, std::max(asked - offset, asked / 2));
}

}  // namespace bsg_exporter::web
