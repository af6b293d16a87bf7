#include "exporter/web/html.h"

#include "bsg_exporter/base/utf8.h"

namespace bsg_exporter::web {
namespace {

constexpr std::string_view kReplacement = "\ufffd";

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
    const std::string_view character = TakeCharacter(text);
    const std::string_view escape =
        character.size() == 1 ? EscapeOf(character[0]) : "";
    text_ += escape.empty() ? character : escape;
  }
}

}  // namespace bsg_exporter::web
