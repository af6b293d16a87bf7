// When a token expires, as far as it says so itself.
#include <gtest/gtest.h>

#include <string>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"

namespace bsg_exporter::bsg {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

std::string Base64Url(const std::string& bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xFFFFFF;
    for (count += 8; count >= 6; count -= 6) {
      text += kDigits[bits >> (count - 6) & 63];
    }
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63];
  return text;
}

std::string Jwt(const std::string& claims) {
  return Base64Url(R"({"alg":"RS256"})") + "." + Base64Url(claims) + ".c2ln";
}

std::optional<WallTime> ExpiryOf(const std::string& token) {
  const Result<Token> decoded = DecodeLogin("{\"bearer\":\"" + token + "\"}");
  EXPECT_THAT(decoded, IsOk()) << token;
  return decoded.ok() ? decoded->expires : std::nullopt;
}

TEST(JwtTest, ExpiresWhenItsClaimSays) {
  EXPECT_EQ(ExpiryOf(Jwt(R"({"iat":1771000000,"exp":1773592000})")),
            WallTime(seconds(1773592000)));
  EXPECT_EQ(ExpiryOf(Jwt(R"({"exp":1773592000.25})")),
            WallTime(microseconds(1773592000250000)));
  EXPECT_EQ(ExpiryOf(Jwt(R"({"exp":0})")), WallTime(seconds(0)));
  EXPECT_EQ(ExpiryOf(Jwt(R"({"exp":253402300799})")),
            WallTime(seconds(253402300799)));
}

TEST(JwtTest, ReadsTheVendorsSample) {
  const Result<Token> token =
      DecodeLogin(Fixture("payloads/20_auth_login_ok.json"));
  ASSERT_THAT(token, IsOk());
  EXPECT_EQ(token->expires, WallTime(seconds(1773592000)));
  EXPECT_TRUE(token->bearer.Reveal().ends_with(".ZmFrZS1zaWduYXR1cmU"));
}

TEST(JwtTest, ThePayloadMayHaveAnyLengthAndPadding) {
  for (const std::string claims :
       {R"({"exp":7})", R"({"exp":77})", R"({"exp":777})"}) {
    const std::string payload = Base64Url(claims);
    const std::string padding((4 - payload.size() % 4) % 4, '=');
    EXPECT_NE(ExpiryOf("a." + payload + ".c"), std::nullopt) << claims;
    EXPECT_EQ(ExpiryOf("a." + payload + padding + ".c"),
              ExpiryOf("a." + payload + ".c"));
  }
  // "_" and "-" are digits of base64url only.
  EXPECT_EQ(ExpiryOf(Jwt("{\"a\":\"\xC3\xBF\xC3\xBE>>>???\",\"exp\":7}")),
            WallTime(seconds(7)));
}

TEST(JwtTest, BothDigitsBeyondThoseOfPlainBase64AreRead) {
  const std::string dash = Jwt(R"({"n":"#€","exp":1773592000})");
  const std::string underscore =
      Jwt("{\"n\":\"#\U00040000\",\"exp\":1773592000}");
  ASSERT_NE(dash.find('-'), std::string::npos);
  ASSERT_NE(underscore.find('_'), std::string::npos);
  for (const std::string& token : {dash, underscore}) {
    EXPECT_EQ(ExpiryOf(token), WallTime(seconds(1773592000)));
  }
}

TEST(JwtTest, ATokenThatDoesNotSayMayStillBeUsed) {
  const std::string payload = Base64Url(R"({"exp":7})");
  for (const std::string& token :
       {std::string("opaque"), "a." + payload, "a." + payload + ".c.d",
        std::string("a..c"), std::string("a.!!.c"), "a." + payload + "x.c",
        "a.+" + payload + ".c", Jwt("{}"), Jwt("[]"), Jwt("exp"),
        Jwt(R"({"exp":null})"), Jwt(R"({"exp":"7"})"), Jwt(R"({"exp":true})"),
        Jwt(R"({"exp":-1})"), Jwt(R"({"exp":1e300})"),
        Jwt(R"({"exp":253402300800})"), Jwt("{\"exp\":7}\xFF")}) {
    EXPECT_EQ(ExpiryOf(token), std::nullopt) << token;
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg
