#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "tests/simulator/money.h"

namespace bsg_exporter::simulator {

struct Account {
  std::string name = "main";
  std::string api_key = "live_main_key";
  std::string currency = "EUR";
  std::int64_t balance = 1000 * kMoneyUnits;  // when the simulation starts
  std::int64_t credit = 125 * kMoneyUnits;

  friend bool operator==(const Account&, const Account&) = default;
};

// From "name:api_key[:currency[:balance]]". The message says what is wrong.
Result<Account> ParseAccount(std::string_view text);

// By place in the list: that is how the rest of the simulator names accounts.
std::optional<std::size_t> AccountByName(const std::vector<Account>& accounts,
                                         std::string_view name);
std::optional<std::size_t> AccountByKey(const std::vector<Account>& accounts,
                                        std::string_view api_key);

// "a:b::c" at the colons.
std::vector<std::string> SplitAtColons(std::string_view text);

}  // namespace bsg_exporter::simulator
