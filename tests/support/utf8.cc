#include "tests/support/utf8.h"

#include <bit>

namespace bsg_exporter {
namespace {

bool IsScalar(std::uint32_t code_point) {
  return code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff);
}

std::size_t LengthOf(std::uint32_t code_point) {
  if (code_point < 0x80) return 1;
  if (code_point < 0x800) return 2;
  return code_point < 0x10000 ? 3 : 4;
}

// The length of the sequence at the start of a text, 0 if it is none.
std::size_t SequenceLength(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  if (lead < 0x80) return 1;
  const auto length = static_cast<std::size_t>(std::countl_one(lead));
  if (length < 2 || length > 4 || length > text.size()) return 0;
  std::uint32_t code_point = lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xc0) != 0x80) return 0;
    code_point = code_point << 6 | (next & 0x3fu);
  }
  return IsScalar(code_point) && LengthOf(code_point) == length ? length : 0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void AppendUtf8(std::uint32_t code_point, std::string& text) {
  const std::size_t length = LengthOf(code_point);
  if (length == 1) {
    text += static_cast<char>(code_point);
    return;
  }
  const std::size_t shift = 6 * (length - 1);
  text += static_cast<char>((0xf00u >> length & 0xffu) | code_point >> shift);
  for (std::size_t i = length - 1; i-- > 0;) {
    text += static_cast<char>(0x80u | (code_point >> (6 * i) & 0x3fu));
  }
}

}  // namespace bsg_exporter
