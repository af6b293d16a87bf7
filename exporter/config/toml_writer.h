#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

// Writes a TOML document line by line: what TableReader reads.
class TomlWriter {
 public:
  // Begins a table: "scrape".
  void Table(std::string_view name);
  // Begins the next of an array of tables: "account".
  void Element(std::string_view name);

  void String(std::string_view key, std::string_view value);
  // A key of any text, and in its value's place that there is one.
  void Redacted(std::string_view key);
  void Boolean(std::string_view key, bool value);
  template <std::integral N>
  void Integer(std::string_view key, N value) {
    Line(key, std::to_string(value));
  }
  void Duration(std::string_view key, Milliseconds value);
  void Strings(std::string_view key, const std::vector<std::string>& values);
  // Several to a line.
  void Integers(std::string_view key, const std::vector<std::int64_t>& values);
  // Names are such that need no quotes.
  void Pairs(std::string_view key,
             const std::vector<std::pair<std::string, std::string>>& pairs);

  std::string Take() && { return std::move(text_); }

 private:
  void Line(std::string_view key, std::string_view value);

  std::string text_;
};

}  // namespace bsg_exporter::config
