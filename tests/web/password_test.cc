#include "exporter/web/password.h"

#include <crypt.h>
#include <gtest/gtest.h>

#include <string>

namespace bsg_exporter::web {
namespace {

// Of "right horse", at the least cost.
constexpr char kHash[] =
    "$2b$04$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G";

TEST(PasswordTest, MatchesItsOwnHashOnly) {
  EXPECT_TRUE(PasswordMatches("right horse", kHash));
  EXPECT_FALSE(PasswordMatches("wrong horse", kHash));
  EXPECT_FALSE(PasswordMatches("", kHash));
  EXPECT_FALSE(PasswordMatches("right horse", "no hash"));
  EXPECT_FALSE(PasswordMatches("right horse", ""));
}

TEST(PasswordTest, TakesTheNamesThatOtherProgramsGiveTheSameHash) {
  for (const char* name : {"$2a$", "$2y$"}) {
    EXPECT_TRUE(
        PasswordMatches("right horse", name + std::string(kHash).substr(4)));
  }
}

TEST(PasswordTest, KnowsTheCost) {
  EXPECT_EQ(BcryptCost(kHash), 4);
  EXPECT_EQ(BcryptCost("$2y$12$x"), 12);
  EXPECT_EQ(BcryptCost(""), 0);
  EXPECT_EQ(BcryptCost("$2b$xx$edgosUZVWsmJl9yjr4YUte"), 0);
}

// crypt(3) gives up at once where a setting is malformed: that would tell who
// exists and who does not.
TEST(PasswordTest, TheHashOfNobodyIsWorkAndIsNobodys) {
  const std::string nobody = HashOfNobody(5);
  EXPECT_EQ(BcryptCost(nobody), 5);
  EXPECT_EQ(nobody.size(), std::string(kHash).size());
  EXPECT_TRUE(std::string(::crypt("x", nobody.c_str())).starts_with("$2b$05$"));
  EXPECT_FALSE(PasswordMatches("right horse", nobody));
}

}  // namespace
}  // namespace bsg_exporter::web
