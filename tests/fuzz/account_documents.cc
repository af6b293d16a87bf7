// What an account's own requests are answered with: login and balance.
#include <algorithm>
#include <cmath>

#include "bsg_exporter/bsg/decode.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/utf8.h"

namespace bsg_exporter {
namespace {

bool CanStandInAHeader(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7f; });
}

void TryLogin(std::string_view body) {
  const auto token = bsg::DecodeLogin(body);
  if (!token.ok()) return;
  fuzz::Require(CanStandInAHeader(token->bearer.Reveal()),
                "a token can stand in a header");
}

void TryBalance(std::string_view body) {
  const auto balance = bsg::DecodeBalance(body);
  if (!balance.ok()) return;
  fuzz::Require(std::isfinite(balance->value.balance.value_or(0)) &&
                    std::isfinite(balance->value.credit.value_or(0)),
                "money is finite");
  fuzz::Require(IsUtf8(balance->value.currency.value_or("")),
                "a currency is UTF-8");
}

}  // namespace
}  // namespace bsg_exporter

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  bsg_exporter::TryLogin(bsg_exporter::fuzz::TextOf(data, size));
  bsg_exporter::TryBalance(bsg_exporter::fuzz::TextOf(data, size));
  return 0;
}
