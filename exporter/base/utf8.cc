#include "bsg_exporter/base/utf8.h"

#include <cstddef>

namespace bsg_exporter {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

unsigned ByteAt(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

bool IsBetween(unsigned byte, unsigned first, unsigned last) {
  return byte >= first && byte <= last;
}

// 0 if the text begins with no character.
std::size_t LengthOfCharacter(std::string_view text) {
  const unsigned first = ByteAt(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = IsBetween(first, 0xc2, 0xdf)   ? 2
                             : IsBetween(first, 0xe0, 0xef) ? 3
                             : IsBetween(first, 0xf0, 0xf4) ? 4
                                                            : 0;
  if (length == 0) return 0;
  const unsigned least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (!IsBetween(ByteAt(text, 1), least, most)) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!IsBetween(ByteAt(text, i), 0x80, 0xbf)) return 0;
  }
  return length;
}

bool ContinuesACharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::string_view TakeCharacter(std::string_view& text) {
  const std::size_t length = LengthOfCharacter(text);
  const std::string_view character =
      length == 0 ? kReplacement : text.substr(0, length);
  text.remove_prefix(length == 0 ? 1 : length);
  return character;
}

std::optional<unsigned> ControlOf(std::string_view character) {
  const unsigned last = static_cast<unsigned char>(character.back());
  const bool is_control = character.size() == 1
                              ? last < 0x20 || last == 0x7f
                              : character[0] == '\xc2' && last < 0xa0;
  return is_control ? std::optional(last) : std::nullopt;
}

std::string_view Cut(std::string_view utf8, std::size_t max_bytes) {
  if (utf8.size() <= max_bytes) return utf8;
  while (max_bytes > 0 && ContinuesACharacter(utf8[max_bytes])) --max_bytes;
  return utf8.substr(0, max_bytes);
}

}  // namespace bsg_exporter
