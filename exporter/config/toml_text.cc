#include "exporter/config/toml_text.h"

#include <cstddef>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::config {
namespace {

// The library's words, without the beginning that all of them share.
std::string Describe(const toml::parse_error& error) {
  constexpr std::string_view kBeginning = "Error while parsing ";
  std::string_view text = error.description();  // never empty
  if (text.starts_with(kBeginning)) text.remove_prefix(kBeginning.size());
  std::string what = "not valid TOML: ";
  const std::size_t start = what.size();
  what += Escaped(text);
  what[start] = ToLower(what[start]);
  return what;
}

}  // namespace

Result<toml::table, Problem> ParseToml(std::string_view text,
                                       const std::string& name) {
  try {
    return toml::parse(text, std::string_view(name));
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    return Problem{name, at.line, at.column, Describe(error)};
  }
}

}  // namespace bsg_exporter::config
