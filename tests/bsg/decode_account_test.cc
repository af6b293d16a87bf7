#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Decoded<Balance> AcceptedBalance(const std::string& body) {
  Result<Decoded<Balance>> decoded = DecodeBalance(body);
  EXPECT_THAT(decoded, IsOk()) << body;
  return decoded.ok() ? std::move(decoded).value() : Decoded<Balance>{};
}

TEST(DecodeBalanceTest, ReadsTheThreeFieldsInDataOrBare) {
  const std::string object =
      R"({"balance":-50.25,"currency":"USD","credit":125})";
  for (const std::string& body : {object, "{\"data\":" + object + "}"}) {
    const auto decoded = AcceptedBalance(body);
    EXPECT_EQ(decoded.value, (Balance{-50.25, 125.0, "USD"}));
    EXPECT_THAT(decoded.unexpected, IsEmpty());
  }
}

TEST(DecodeBalanceTest, NumbersMayBeTexts) {
  const auto decoded =
      AcceptedBalance(R"({"data":{"balance":"-50.25","credit":"0"}})");
  EXPECT_EQ(decoded.value, (Balance{-50.25, 0.0, std::nullopt}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(DecodeBalanceTest, OneOfBalanceAndCreditIsEnough) {
  EXPECT_EQ(AcceptedBalance(R"({"data":{"balance":1}})").value,
            (Balance{1.0, std::nullopt, std::nullopt}));
  EXPECT_EQ(AcceptedBalance(R"({"data":{"credit":1,"balance":null}})").value,
            (Balance{std::nullopt, 1.0, std::nullopt}));
}

TEST(DecodeBalanceTest, WrongAndUnknownFieldsAreLeftOutAndReported) {
  const auto decoded = AcceptedBalance(
      R"({"data":{"balance":1,"credit":"none","currency":978,"limit":5},)"
      R"("meta":{}})");
  EXPECT_EQ(decoded.value, (Balance{1.0, std::nullopt, std::nullopt}));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kEnvelope, "meta"},
                          Unexpected{Place::kPrice, "credit"},
                          Unexpected{Place::kCurrency, "currency"},
                          Unexpected{Place::kOther, "limit"}));
}

TEST(DecodeBalanceTest, OfRepeatedFieldsTheFirstUsableCounts) {
  const auto decoded = AcceptedBalance(R"({"balance":1,"balance":2})");
  EXPECT_EQ(decoded.value.balance, 1.0);
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "balance"}));
}

TEST(DecodeBalanceTest, RefusesWhatIsNoBalance) {
  for (const char* body :
       {"null", "[]", "{}", "5", R"({"error":"1"})", R"({"data":[1]})"}) {
    EXPECT_THAT(
        DecodeBalance(body),
        FailsWith(Reason::kInvalidDocument, "expected a balance or a credit"))
        << body;
  }
  EXPECT_THAT(DecodeBalance(R"({"data":{"balance":"x","currency":"EUR"}})"),
              FailsWith(Reason::kInvalidDocument,
                        "/data: expected a balance or a credit"));
  EXPECT_THAT(DecodeBalance("<html>"), FailsWith(Reason::kInvalidJson));
}

TEST(DecodeBalanceTest, ReadsTheVendorsSample) {
  const auto decoded = AcceptedBalance(Fixture("payloads/21_balance.json"));
  EXPECT_EQ(decoded.value, (Balance{-12.5, 250.0, "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(DecodeLoginTest, TakesTheTokenBareOrInData) {
  for (const char* body :
       {R"({"bearer":"abc"})", R"({"data":{"bearer":"abc"}})",
        R"({"bearer":"abc","refresh":"x"})"}) {
    const Result<Token> token = DecodeLogin(body);
    ASSERT_THAT(token, IsOk()) << body;
    EXPECT_EQ(token->bearer, Secret("abc"));
    EXPECT_EQ(token->expires, std::nullopt);
  }
}

TEST(DecodeLoginTest, RefusesADocumentWithoutAToken) {
  for (const char* body :
       {"null", "[]", "{}", "\"abc\"", R"({"bearer":null})", R"({"bearer":5})",
        R"({"bearer":""})", R"({"token":"abc"})"}) {
    EXPECT_THAT(DecodeLogin(body), FailsWith(Reason::kInvalidDocument,
                                             "/bearer: expected a token"))
        << body;
  }
  EXPECT_THAT(
      DecodeLogin(R"({"data":{"code":1}})"),
      FailsWith(Reason::kInvalidDocument, "/data/bearer: expected a token"));
  EXPECT_THAT(DecodeLogin("{"), FailsWith(Reason::kInvalidJson));
}

TEST(DecodeLoginTest, ATokenThatIsTooLongIsRefused) {
  const auto document = [](std::size_t length) {
    return "{\"bearer\":\"" + std::string(length, 'x') + "\"}";
  };
  EXPECT_EQ(DecodeLogin(document(16384))->bearer.Reveal().size(), 16384u);
  EXPECT_THAT(DecodeLogin(document(16385)),
              FailsWith(Reason::kInvalidDocument,
                        "/bearer: longer than 16384 characters"));
}

// It goes into a header: a line feed in it would start another one.
TEST(DecodeLoginTest, RefusesATokenThatCannotStandInAHeader) {
  for (const char* token : {R"(a\nb)", R"(a\r\nX-Evil: 1)", "a b", R"(a\u0000)",
                            R"(a\tb)", "\xC3\xA9", R"(\u007f)"}) {
    EXPECT_THAT(DecodeLogin("{\"bearer\":\"" + std::string(token) + "\"}"),
                FailsWith(Reason::kInvalidDocument,
                          "/bearer: expected visible ASCII characters"))
        << token;
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg
