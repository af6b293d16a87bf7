#include "bsg_exporter/base/text.h"

#include <algorithm>

namespace bsg_exporter {
namespace {

constexpr std::size_t kMaxQuoted = 80;

bool IsContinuationByte(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

void AppendPrintable(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7f) {
    out += c;
    return;
  }
  out += "\\x";
  out += kHex[byte >> 4];
  out += kHex[byte & 0xf];
}

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
  std::string out;
  for (const char c : text) AppendPrintable(out, c);
  return out;
}

std::string Quoted(std::string_view text) {
  std::size_t length = std::min(text.size(), kMaxQuoted);
  // Never half a character.
  while (length < text.size() && length > 0 &&
         IsContinuationByte(text[length])) {
    --length;
  }
  std::string out = "'";
  out += Escaped(text.substr(0, length));
  if (length < text.size()) out += "...";
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
