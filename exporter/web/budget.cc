#include "exporter/web/budget.h"

#include <algorithm>
#include <cmath>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

// Past this a header is nonsense, and the configuration's limit is lower.
constexpr double kLongestSeconds = 86400;

}  // namespace

Duration BudgetOf(std::string_view header, Duration timeout, Duration offset) {
  const double seconds = NumberOf<double>(header).value_or(0);
  if (!std::isfinite(seconds) || seconds <= 0) return timeout;
  const auto asked = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(std::min(seconds, kLongestSeconds)));
  return std::min(timeout, std::max(asked - offset, asked / 2));
}

}  // namespace bsg_exporter::web
