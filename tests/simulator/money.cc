#include "tests/simulator/money.h"

#include <charconv>
#include <cstddef>

namespace bsg_exporter::simulator {
namespace {

constexpr std::size_t kDecimals = 7;

std::optional<std::int64_t> Digits(std::string_view text) {
  if (text.empty() || text[0] == '-') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() ||
      value > 900'000'000'000) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::string MoneyText(std::int64_t amount, int decimals) {
  const std::int64_t size = amount < 0 ? -amount : amount;
  std::string fraction = std::to_string(size % kMoneyUnits);
  fraction.insert(0, kDecimals - fraction.size(), '0');
  fraction.resize(static_cast<std::size_t>(decimals));
  std::string text = amount < 0 ? "-" : "";
  text += std::to_string(size / kMoneyUnits);
  if (decimals > 0) text += "." + fraction;
  return text;
}

std::string MoneyNumber(std::int64_t amount) {
  std::string text = MoneyText(amount);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::optional<std::int64_t> MoneyOf(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string fraction;
  if (point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.size() > kDecimals) return std::nullopt;
  }
  fraction.append(kDecimals - fraction.size(), '0');
  const auto whole = Digits(text.substr(0, point));
  const auto part = Digits(fraction);
  if (!whole || !part) return std::nullopt;
  const std::int64_t amount = *whole * kMoneyUnits + *part;
  return negative ? -amount : amount;
}

}  // namespace bsg_exporter::simulator
