#include "tests/simulator/query.h"

#include <charconv>

namespace bsg_exporter::simulator {

std::optional<std::int64_t> IntegerOf(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace bsg_exporter::simulator
