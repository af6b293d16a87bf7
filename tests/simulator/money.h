#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bsg_exporter::simulator {

// Money is counted in units of 0.0000001, the finest that the API prints.
inline constexpr std::int64_t kMoneyUnits = 10'000'000;

// "21.4370000"; fewer decimals are cut off, not rounded.
std::string MoneyText(std::int64_t amount, int decimals = 7);

// "21.437": no zeros at the end, a JSON number.
std::string MoneyNumber(std::int64_t amount);

// From "-12.5"; nothing if it is no such number or has more than 7 decimals.
std::optional<std::int64_t> MoneyOf(std::string_view text);

}  // namespace bsg_exporter::simulator
