#include "tests/simulator/login_body.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace bsg_exporter::simulator {
namespace {

// Reads from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool Take(char c) {
    SkipBlanks();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool AtEnd() {
    SkipBlanks();
    return rest_.empty();
  }

  std::optional<std::string> Text() {
    if (!Take('"')) return std::nullopt;
    std::string text;
    while (!rest_.empty() && rest_[0] != '"') {
      if (!TakeCharacter(text)) return std::nullopt;
    }
    if (!Take('"')) return std::nullopt;
    return text;
  }

 private:
  void SkipBlanks() {
    rest_.remove_prefix(
        std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }

  bool TakeCharacter(std::string& text) {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c != '\\') {
      text += c;
      return true;
    }
    return TakeEscape(text);
  }

  bool TakeEscape(std::string& text) {
    static constexpr std::string_view kEscapes = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c == 'u') return TakeCodePoint(text);
    const std::size_t which = kEscapes.find(c);
    if (which == std::string_view::npos) return false;
    text += kMeanings[which];
    return true;
  }

  // A key is ASCII; anything beyond cannot be one.
  bool TakeCodePoint(std::string& text) {
    if (rest_.size() < 4) return false;
    unsigned value = 0;
    const char* const end = rest_.data() + 4;
    if (std::from_chars(rest_.data(), end, value, 16).ptr != end) return false;
    rest_.remove_prefix(4);
    text += static_cast<char>(value < 0x80 ? value : '?');
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> TextMember(std::string_view body,
                                      std::string_view key) {
  Scanner scan(body);
  std::optional<std::string> found;
  if (!scan.Take('{')) return std::nullopt;
  do {
    const auto name = scan.Text();
    if (!name || !scan.Take(':')) return std::nullopt;
    auto value = scan.Text();
    if (!value) return std::nullopt;
    if (*name == key) found = std::move(value);
  } while (scan.Take(','));
  if (!scan.Take('}') || !scan.AtEnd()) return std::nullopt;
  return found;
}

}  // namespace bsg_exporter::simulator
