#include "exporter/metrics/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bsg_exporter::metrics {
namespace {

constexpr double kPlainBelow = 1e15;

char* Copy(std::string_view text, char* out) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

}  // namespace

char* FormatNumber(double value, char* out) {
  // Most samples are counts. A range check comes before the conversion, which
  // NaN does not pass either.
  if (std::abs(value) < kPlainBelow) {
    const auto whole = static_cast<std::int64_t>(value);
    // A negative zero keeps its sign, which an integer has no room for.
    if (static_cast<double>(whole) == value &&
        (whole != 0 || !std::signbit(value))) {
      return std::to_chars(out, out + kMaxNumber, whole).ptr;
    }
  } else if (std::isnan(value)) {
    return Copy("NaN", out);
  } else if (std::isinf(value)) {
    return Copy(value > 0 ? "+Inf" : "-Inf", out);
  }
  return std::to_chars(out, out + kMaxNumber, value).ptr;
}

char* FormatBound(double value, char* out) {
  if (!std::isfinite(value)) return FormatNumber(value, out);
  char* const end =
      std::to_chars(out, out + kMaxNumber, value, std::chars_format::general)
          .ptr;
  const auto marks_a_fraction = [](char c) { return c == '.' || c == 'e'; };
  return std::any_of(out, end, marks_a_fraction) ? end : Copy(".0", end);
}

}  // namespace bsg_exporter::metrics
