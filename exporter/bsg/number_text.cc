#include "exporter/bsg/number_text.h"

#include <charconv>
#include <system_error>

#include "exporter/bsg/scanner.h"

namespace bsg_exporter::bsg {
namespace {

template <class Number>
std::optional<Number> Converted(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::int64_t> IntegerOf(std::string_view text) {
  return Converted<std::int64_t>(text);
}

std::optional<double> RealOf(std::string_view text) {
  if (!IsNumber(text)) return std::nullopt;
  return Converted<double>(text);
}

bool IsNumber(std::string_view text) {
  Scanner scanner(text);
  scanner.Skip('-');
  if (!scanner.Skip('0') && scanner.SkipDigits() == 0) return false;
  if (scanner.Skip('.') && scanner.SkipDigits() == 0) return false;
  if (scanner.Skip('e') || scanner.Skip('E')) {
    if (!scanner.Skip('+')) scanner.Skip('-');
    if (scanner.SkipDigits() == 0) return false;
  }
  return scanner.done();
}

}  // namespace bsg_exporter::bsg
