#include "tests/simulator/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/fake_clock.h"

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::StartsWith;
using testing::VariantWith;

class TokensTest : public testing::Test {
 protected:
  auto Check(const std::string& header) {
    return tokens_.Check(header, clock_.Wall());
  }

  FakeClock clock_;
  Tokens tokens_{1, hours(1)};
};

TEST_F(TokensTest, StandForTheAccountTheyWereIssuedTo) {
  const std::string first = tokens_.Issue(0, clock_.Wall());
  const std::string second = tokens_.Issue(1, clock_.Wall());
  EXPECT_THAT(Check("Bearer " + first), VariantWith<std::size_t>(0u));
  EXPECT_THAT(Check("Bearer " + second), VariantWith<std::size_t>(1u));
  EXPECT_THAT(Check("Bearer: " + first), VariantWith<std::size_t>(0u));
}

TEST_F(TokensTest, AreJwts) {
  EXPECT_THAT(
      tokens_.Issue(0, clock_.Wall()),
      StartsWith("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." +
                 Base64Url(R"({"iat":1771000000,"exp":1771003600,"roles":[],)"
                           R"("id":4242})") +
                 "."));
}

TEST_F(TokensTest, DifferEachTime) {
  EXPECT_NE(tokens_.Issue(0, clock_.Wall()), tokens_.Issue(0, clock_.Wall()));
}

TEST_F(TokensTest, AreMissingInvalidOrExpired) {
  const std::string token = tokens_.Issue(0, clock_.Wall());
  EXPECT_THAT(Check(""), VariantWith<TokenFault>(TokenFault::kMissing));
  EXPECT_THAT(Check("Basic " + token),
              VariantWith<TokenFault>(TokenFault::kMissing));
  EXPECT_THAT(Check("Bearer " + token + "x"),
              VariantWith<TokenFault>(TokenFault::kInvalid));
  clock_.Advance(hours(1) - seconds(1));
  EXPECT_THAT(Check("Bearer " + token), VariantWith<std::size_t>(0u));
  clock_.Advance(seconds(1));
  EXPECT_THAT(Check("Bearer " + token),
              VariantWith<TokenFault>(TokenFault::kExpired));
}

TEST_F(TokensTest, RevokeEndsTheOnesIssuedSoFarOfOneAccount) {
  const std::string before = tokens_.Issue(0, clock_.Wall());
  const std::string other = tokens_.Issue(1, clock_.Wall());
  tokens_.Revoke(0);
  const std::string after = tokens_.Issue(0, clock_.Wall());
  EXPECT_THAT(Check("Bearer " + before),
              VariantWith<TokenFault>(TokenFault::kInvalid));
  EXPECT_THAT(Check("Bearer " + other), VariantWith<std::size_t>(1u));
  EXPECT_THAT(Check("Bearer " + after), VariantWith<std::size_t>(0u));
}

TEST(TokenClaimTest, MayDisagreeWithTheRealEnd) {
  FakeClock clock;
  Tokens tokens(1, hours(1), -hours(2));
  const std::string token = tokens.Issue(0, clock.Wall());
  EXPECT_NE(token.find("." + Base64Url(R"({"iat":1771000000,"exp":1770996400)")
                                 .substr(0, 40)),
            std::string::npos);
  EXPECT_THAT(tokens.Check("Bearer " + token, clock.Wall()),
              VariantWith<std::size_t>(0u));
}

TEST(Base64UrlTest, HasNoPaddingAndItsOwnTwoDigits) {
  EXPECT_EQ(Base64Url(""), "");
  EXPECT_EQ(Base64Url("f"), "Zg");
  EXPECT_EQ(Base64Url("fo"), "Zm8");
  EXPECT_EQ(Base64Url("foo"), "Zm9v");
  EXPECT_EQ(Base64Url("\xfb\xff"), "-_8");
}

}  // namespace
}  // namespace bsg_exporter::simulator
