#include "exporter/config/problems.h"

#include <algorithm>
#include <tuple>

namespace bsg_exporter::config {
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

std::string ToString(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) {
    text += ':' + std::to_string(problem.line);
    text += ':' + std::to_string(problem.column);
  }
  return text + ": " + problem.what;
}

void Problems::Add(Place place, std::string what) {
  problems_.push_back({file_, place.line, place.column, std::move(what)});
}

std::vector<Problem> Problems::InFileOrder() && {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const Problem& a, const Problem& b) {
                     return std::tie(a.line, a.column) <
                            std::tie(b.line, b.column);
                   });
  return std::move(problems_);
}

std::string OneLine(std::string_view text) {
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
  out += OneLine(text.substr(0, length));
  if (length < text.size()) out += "...";
  return out + "'";
}

}  // namespace bsg_exporter::config
