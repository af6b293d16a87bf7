#include "exporter/web/html.h"

namespace bsg_exporter::web {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

unsigned ByteAt(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

bool IsBetween(unsigned byte, unsigned first, unsigned last) {
  return byte >= first && byte <= last;
}

// The length of the character beyond ASCII that the text begins with; 0 if it
// is none: cut off, too long a form, half a surrogate pair, above U+10FFFF.
std::size_t LengthOfCharacter(std::string_view text) {
  const unsigned first = ByteAt(text, 0);
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

// What stands for an ASCII character that HTML has another use for, or none.
std::string_view EscapeOf(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\t':
    case '\n':
    case '\r':
      return "";
    default:
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? kReplacement
                                                               : "";
  }
}

}  // namespace

void Html::Fill(std::string_view markup, std::span<const Value> values) {
  for (const Value& value : values) {
    const std::size_t place = markup.find("{}");
    text_ += markup.substr(0, place);
    AddValue(value);
    markup.remove_prefix(place + 2);
  }
  text_ += markup;
}

void Html::AddValue(const Value& value) {
  switch (value.kind_) {
    case Value::Kind::kText:
      return AddEscaped(value.text());
    case Value::Kind::kForeign:
      text_ += "<bdi>";
      AddEscaped(value.text());
      text_ += "</bdi>";
      return;
    case Value::Kind::kMarkup:
      text_ += value.text();
  }
}

void Html::AddEscaped(std::string_view text) {
  while (!text.empty()) {
    std::size_t taken = 1;
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      const std::string_view escape = EscapeOf(text[0]);
      text_ += escape.empty() ? text.substr(0, 1) : escape;
    } else {
      const std::size_t length = LengthOfCharacter(text);
      text_ += length == 0 ? kReplacement : text.substr(0, length);
      taken = length == 0 ? 1 : length;
    }
    text.remove_prefix(taken);
  }
}

}  // namespace bsg_exporter::web
