#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace bsg_exporter::bsg {

// Takes what is expected off the front of a text; what is not there is left.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool Skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // All digits that come; how many there were.
  std::size_t SkipDigits() {
    std::size_t count = 0;
    while (count < rest_.size() && IsDigit(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count;
  }

  // A number of exactly so many digits (nine at most) and at most that large.
  std::optional<int> Digits(std::size_t count, int max) {
    if (rest_.size() < count) return std::nullopt;
    int number = 0;
    for (const char c : rest_.substr(0, count)) {
      if (!IsDigit(c)) return std::nullopt;
      number = number * 10 + (c - '0');
    }
    if (number > max) return std::nullopt;
    rest_.remove_prefix(count);
    return number;
  }

  bool done() const { return rest_.empty(); }

 private:
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
};

}  // namespace bsg_exporter::bsg
