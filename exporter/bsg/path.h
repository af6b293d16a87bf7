#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bsg_exporter::bsg {

// Where in a document a decoder is: a chain of keys and array positions on the
// stack, made into text only when there is something to complain about.
struct Path {
  const Path* parent = nullptr;  // null: the document itself
  std::string_view key;
  std::size_t position = 0;  // counts only where `key` is null

  Path At(std::string_view member) const { return {this, member, 0}; }
  Path At(std::size_t element) const { return {this, {}, element}; }
};

// "/data/statistics/0/delivered". Keys are the document's own words: control
// characters are escaped, so that it stays one line.
std::string ToString(const Path& path);

}  // namespace bsg_exporter::bsg
