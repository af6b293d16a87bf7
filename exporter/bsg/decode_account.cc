#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/bsg/decode.h"
#include "exporter/bsg/envelope.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/jwt.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {
namespace {

constexpr Path kWholeAccount;

// It goes with every request, as a header; theirs have some 500 characters.
constexpr std::size_t kLongestToken = 16384;

// Both documents stand in `data` or bare.
Enclosed Unwrapped(json::Value root, Findings& findings) {
  return FindData(root, findings).value_or(Enclosed{{}, root});
}

Balance ReadBalance(json::Value object, Findings& findings) {
  Balance balance;
  for (const json::Member member : object.Members()) {
    const Field field{member.key, member.value};
    if (member.key == "balance" && !balance.balance) {
      balance.balance = ReadAmount(field, findings);
    } else if (member.key == "credit" && !balance.credit) {
      balance.credit = ReadAmount(field, findings);
    } else if (member.key == "currency" && !balance.currency) {
      balance.currency = ReadCurrency(field, findings);
    } else {
      findings.Add(Place::kOther, member.key);
    }
  }
  return balance;
}

}  // namespace

Result<Decoded<Balance>> DecodeBalance(std::string_view body) {
  const Result<json::Document> document = json::Parse(body);
  if (!document.ok()) return document.error();
  Findings findings;
  const Enclosed enclosed = Unwrapped(document->root(), findings);
  Balance balance = ReadBalance(enclosed.value, findings);
  if (!balance.balance && !balance.credit) {
    return InvalidDocument(enclosed.path(kWholeAccount),
                           "expected a balance or a credit");
  }
  return Decoded<Balance>{std::move(balance), std::move(findings).Take()};
}

Result<Token> DecodeLogin(std::string_view body) {
  const Result<json::Document> document = json::Parse(body);
  if (!document.ok()) return document.error();
  Findings ignored;
  const Enclosed enclosed = Unwrapped(document->root(), ignored);
  const Path path = enclosed.path(kWholeAccount);
  const std::string_view bearer =
      enclosed.value.Find("bearer").Text().value_or("");
  if (bearer.empty()) {
    return InvalidDocument(path.At("bearer"), "expected a token");
  }
  if (bearer.size() > kLongestToken) {
    return InvalidDocument(path.At("bearer"), "longer than 16384 characters");
  }
  if (!std::all_of(bearer.begin(), bearer.end(), IsVisible)) {
    return InvalidDocument(path.At("bearer"),
                           "expected visible ASCII characters");
  }
  return Token{Secret(std::string(bearer)), JwtExpiry(bearer)};
}

}  // namespace bsg_exporter::bsg
