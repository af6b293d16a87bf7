#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace bsg_exporter {

// Texts in ASCII, as protocols have them: nothing here depends on the locale.

constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (ToLower(c) >= 'a' && ToLower(c) <= 'z');
}

// Neither a blank nor a control character: stands in a header as it is.
constexpr bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

std::string LowerCase(std::string_view text);
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// The text without these characters at either end.
std::string_view Trim(std::string_view text, std::string_view blanks);

// The texts of a range, with `separator` between each two.
template <class Texts>
std::string Join(const Texts& texts, std::string_view separator) {
  std::string joined;
  std::string_view between;
  for (const std::string_view text : texts) {
    joined += between;
    joined += text;
    between = separator;
  }
  return joined;
}

// The text with control characters escaped, so that it stays on one line and
// tells a terminal nothing. What is not UTF-8 becomes U+FFFD.
std::string Escaped(std::string_view text);

// Somebody else's text, fit for a message: in quotes, on one line, not too
// long.
std::string Quoted(std::string_view text);

// For a value in a URL's query: everything is escaped but what RFC 3986 calls
// unreserved.
std::string PercentEncoded(std::string_view text);

// The number that is all of the text: digits, perhaps with a '-' in front.
// Nothing if there is anything else, a '+' or a blank included, or if it does
// not fit.
template <std::integral Number>
std::optional<Number> NumberOf(std::string_view text, int base = 10) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// The same with a fraction and an exponent; "inf" and "nan" are numbers, too.
template <std::floating_point Number>
std::optional<Number> NumberOf(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace bsg_exporter
