#include "tests/simulator/duration.h"

#include <cstddef>
#include <cstdint>

#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {

std::optional<std::chrono::milliseconds> DurationOf(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
  };
  static constexpr Unit kUnits[] = {{"", 1000},      {"ms", 1},
                                    {"s", 1000},     {"m", 60'000},
                                    {"h", 3600'000}, {"d", 86400'000}};
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t end = text.find_last_of("0123456789");
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = IntegerOf(text.substr(0, end + 1));
  constexpr std::int64_t kMost = 4'000'000'000;  // so that no unit overflows
  if (!number || *number > kMost || *number < -kMost) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (unit.name == text.substr(end + 1)) {
      return std::chrono::milliseconds(*number * unit.milliseconds);
    }
  }
  return std::nullopt;
}

}  // namespace bsg_exporter::simulator
