#include "bsg_exporter/base/text.h"

#include <algorithm>
#include <optional>

#include "bsg_exporter/base/utf8.h"

namespace bsg_exporter {
namespace {

constexpr std::size_t kMaxQuoted = 80;

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return lower;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ToLower(x) == ToLower(y); });
}

std::string_view Trim(std::string_view text, std::string_view blanks) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string Escaped(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    const std::string_view character = TakeCharacter(text);
    if (const std::optional<unsigned> control = ControlOf(character)) {
      out += {'\\', 'x', kHex[*control >> 4], kHex[*control & 0xf]};
    } else {
      out += character;
    }
  }
  return out;
}

std::string Quoted(std::string_view text) {
  const std::string_view start = Cut(text, kMaxQuoted);
  std::string out = "'";
  out += Escaped(start);
  if (start.size() < text.size()) out += "...";
  return out + "'";
}

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kMarks = "-._~";
  std::string encoded;
  for (const char c : text) {
    if (IsAlphanumeric(c) || kMarks.find(c) != kMarks.npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return encoded;
}

}  // namespace bsg_exporter
