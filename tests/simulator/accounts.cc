#include "tests/simulator/accounts.h"

namespace bsg_exporter::simulator {
namespace {

template <class Matches>
std::optional<std::size_t> Find(const std::vector<Account>& accounts,
                                Matches matches) {
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (matches(accounts[i])) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> SplitAtColons(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t colon = text.find(':');
    parts.emplace_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

Result<Account> ParseAccount(std::string_view text) {
  const std::vector<std::string> parts = SplitAtColons(text);
  if (parts.size() < 2 || parts.size() > 4 || parts[0].empty() ||
      parts[1].empty()) {
    return Error{Reason::kInternal,
                 "an account is name:api_key[:currency[:balance]]"};
  }
  Account account;
  account.name = parts[0];
  account.api_key = parts[1];
  if (parts.size() > 2 && !parts[2].empty()) account.currency = parts[2];
  if (parts.size() > 3) {
    const auto balance = MoneyOf(parts[3]);
    if (!balance) {
      return Error{Reason::kInternal, "'" + parts[3] + "' is no balance"};
    }
    account.balance = *balance;
  }
  return account;
}

std::optional<std::size_t> AccountByName(const std::vector<Account>& accounts,
                                         std::string_view name) {
  return Find(accounts, [&](const Account& a) { return a.name == name; });
}

std::optional<std::size_t> AccountByKey(const std::vector<Account>& accounts,
                                        std::string_view api_key) {
  return Find(accounts, [&](const Account& a) { return a.api_key == api_key; });
}

}  // namespace bsg_exporter::simulator
