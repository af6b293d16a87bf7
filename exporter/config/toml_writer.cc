#include "exporter/config/toml_writer.h"

#include "exporter/config/duration.h"

namespace bsg_exporter::config {
namespace {

// A basic string of TOML: all of Unicode, control characters escaped.
std::string InQuotes(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += "\\u00";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 0xf];
    } else {
      quoted += c;
    }
  }
  quoted += '"';
  return quoted;
}

}  // namespace

void TomlWriter::Table(std::string_view name) {
  text_.append("\n[").append(name).append("]\n");
}

void TomlWriter::Element(std::string_view name) {
  text_.append("\n[[").append(name).append("]]\n");
}

void TomlWriter::String(std::string_view key, std::string_view value) {
  Line(key, InQuotes(value));
}

void TomlWriter::Redacted(std::string_view key) {
  String(InQuotes(key), "<secret>");
}

void TomlWriter::Boolean(std::string_view key, bool value) {
  Line(key, value ? "true" : "false");
}

void TomlWriter::Duration(std::string_view key, Milliseconds value) {
  String(key, ToText(value));
}

void TomlWriter::Strings(std::string_view key,
                         const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    if (!list.empty()) list += ", ";
    list += InQuotes(value);
  }
  Line(key, "[" + list + "]");
}

void TomlWriter::Integers(std::string_view key,
                          const std::vector<std::int64_t>& values) {
  constexpr std::size_t kInOneLine = 6;
  std::string list;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) list += i % kInOneLine == 0 ? ",\n  " : ", ";
    list += std::to_string(values[i]);
  }
  Line(key, "[" + list + "]");
}

void TomlWriter::Pairs(
    std::string_view key,
    const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string list;
  for (const auto& [name, value] : pairs) {
    list.append(list.empty() ? " " : ", ").append(name).append(" = ");
    list += InQuotes(value);
  }
  Line(key, "{" + list + " }");
}

void TomlWriter::Line(std::string_view key, std::string_view value) {
  text_.append(key).append(" = ").append(value).append("\n");
}

}  // namespace bsg_exporter::config
