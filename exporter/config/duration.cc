#include "exporter/config/duration.h"

#include <array>
#include <cstdint>
#include <limits>

#include "bsg_exporter/base/text.h"
#include "exporter/config/problems.h"

namespace bsg_exporter::config {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array<Unit, 5> kUnits = {{{"d", 86'400'000},
                                         {"h", 3'600'000},
                                         {"m", 60'000},
                                         {"s", 1'000},
                                         {"ms", 1}}};

std::string_view TakeWhile(std::string_view& text, bool digits) {
  std::size_t length = 0;
  while (length < text.size() &&
         (text[length] >= '0' && text[length] <= '9') == digits) {
    ++length;
  }
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

Error Malformed(std::string_view text) {
  return Wrong(
      "expected a duration such as \"500ms\", \"15s\" or \"1h30m\", got " +
      Quoted(text));
}

Error TooLong(std::string_view text) {
  return Wrong("expected a shorter duration, got " + Quoted(text));
}

}  // namespace

Result<Milliseconds> ParseDuration(std::string_view text) {
  std::int64_t total = 0;
  auto unit = kUnits.begin();
  std::string_view rest = text;
  do {
    const std::string_view digits = TakeWhile(rest, true);
    const std::string_view name = TakeWhile(rest, false);
    while (unit != kUnits.end() && unit->name != name) ++unit;
    if (digits.empty() || unit == kUnits.end()) return Malformed(text);
    const auto count = NumberOf<std::int64_t>(digits);
    if (!count || *count > (kMost - total) / unit->milliseconds) {
      return TooLong(text);
    }
    total += *count * unit->milliseconds;
    ++unit;
  } while (!rest.empty());
  return Milliseconds(total);
}

std::string ToText(Milliseconds duration) {
  std::int64_t rest = duration.count();
  std::string text;
  for (const Unit& unit : kUnits) {
    if (rest < unit.milliseconds) continue;
    text += std::to_string(rest / unit.milliseconds);
    text += unit.name;
    rest %= unit.milliseconds;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace bsg_exporter::config
