#include "bsg_exporter/web/query.h"

#include <algorithm>
#include <cstddef>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

// What the digits behind a '%' stand for.
std::optional<char> ByteOf(std::string_view digits) {
  const auto value = NumberOf<unsigned>(digits, 16);
  if (digits.size() != 2 || !value) return std::nullopt;
  return static_cast<char>(*value);
}

std::string Decoded(std::string_view text, bool& malformed) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const std::optional<char> byte = ByteOf(text.substr(i + 1, 2));
    out += byte.value_or('%');
    if (byte) {
      i += 2;
    } else {
      malformed = true;
    }
  }
  return out;
}

}  // namespace

Query::Query(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, equals);
    bool malformed = false;
    all_.emplace_back(
        Decoded(name, malformed),
        Decoded(pair.substr(std::min(equals + 1, pair.size())), malformed));
    if (malformed && !malformed_) malformed_ = name;
  }
}

std::optional<std::string> Query::Get(std::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

bool Query::IsRepeated(std::string_view name) const {
  return std::ranges::count(all_, name, [](const auto& parameter) {
           return std::string_view(parameter.first);
         }) > 1;
}

}  // namespace bsg_exporter::web
