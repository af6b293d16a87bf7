#include "exporter/bsg/json_repair.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "bsg_exporter/base/text.h"
#include "exporter/bsg/number_text.h"

namespace bsg_exporter::bsg::json {
namespace {

std::optional<unsigned> HexDigits(const char* text) {
  return NumberOf<unsigned>({text, 4}, 16);
}

bool IsHighSurrogate(unsigned unit) { return (unit & 0xFC00u) == 0xD800u; }
bool IsLowSurrogate(unsigned unit) { return (unit & 0xFC00u) == 0xDC00u; }

bool IsNumberChar(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
         c == 'e' || c == 'E';
}

}  // namespace

const char* FixEscapes(char* text, const char* end) {
  bool after_high = false;
  const char* expected = nullptr;  // where the second half has to stand
  while (text < end) {
    text = static_cast<char*>(
        std::memchr(text, '\\', static_cast<std::size_t>(end - text)));
    if (text == nullptr) return nullptr;
    if (end - text < 6 || text[1] != 'u') {
      text += 2;
      continue;
    }
    const std::optional<unsigned> unit = HexDigits(text + 2);
    if (unit == 0u) std::memcpy(text + 2, "FFFD", 4);
    const bool paired = after_high && text == expected;
    if (unit && IsLowSurrogate(*unit) && !paired) return text;
    after_high = unit && IsHighSurrogate(*unit);
    text += 6;
    expected = text;
  }
  return nullptr;
}

void ReplaceHugeNumbers(char* text, std::size_t size) {
  bool in_text = false;
  for (std::size_t i = 0; i < size; ++i) {
    if (in_text && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_text = !in_text;
    } else if (!in_text && IsNumberChar(text[i])) {
      char* const start = text + i;
      char* const stop = std::find_if_not(start, text + size, IsNumberChar);
      const auto length = static_cast<std::size_t>(stop - start);
      const std::string_view number(start, length);
      if (IsNumber(number) && !RealOf(number)) {
        std::fill(start, stop, ' ');
        std::memcpy(start, "true", 4);  // the shortest is "1e309"
      }
      i += length - 1;
    }
  }
}

}  // namespace bsg_exporter::bsg::json
