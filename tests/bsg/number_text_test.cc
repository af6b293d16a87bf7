#include "exporter/bsg/number_text.h"

#include <gtest/gtest.h>

#include <optional>

namespace bsg_exporter::bsg {
namespace {

constexpr const char* kNoNumbers[] = {
    "",   "-",   "+1",    "--1",   "01",  "-01", "00",  ".5", "5.", "1.e3",
    "1e", "1e+", "1e+-3", "1e3.5", "inf", "nan", "0x1", " 1", "1 ", "1,5"};

TEST(IsNumberTest, HoldsForJsonsGrammarAlone) {
  for (const char* text : {"0", "-0", "7", "-12.50", "0.05", "1e3", "1E3",
                           "1e+3", "1e-3", "10.5E-20"}) {
    EXPECT_TRUE(IsNumber(text)) << text;
  }
  for (const char* text : kNoNumbers) EXPECT_FALSE(IsNumber(text)) << text;
}

TEST(IsNumberTest, HoldsForAnySize) {
  EXPECT_TRUE(IsNumber("123456789012345678901234567890"));
  EXPECT_TRUE(IsNumber("1e309"));
}

TEST(RealOfTest, IsTheNearestDouble) {
  EXPECT_EQ(RealOf("0"), 0.0);
  EXPECT_EQ(RealOf("-12.50"), -12.5);
  EXPECT_EQ(RealOf("1e3"), 1000.0);
  EXPECT_EQ(RealOf("0.1"), 0.1);
  EXPECT_EQ(RealOf("9007199254740993"), 9007199254740992.0);
}

TEST(RealOfTest, IsNothingWhereTheTextIsNoNumber) {
  for (const char* text : kNoNumbers) {
    EXPECT_EQ(RealOf(text), std::nullopt) << text;
  }
}

TEST(RealOfTest, IsNothingWhereNoDoubleHoldsIt) {
  EXPECT_EQ(RealOf("1.7976931348623157e308"), 1.7976931348623157e308);
  EXPECT_EQ(RealOf("1e309"), std::nullopt);
  EXPECT_EQ(RealOf("-1e309"), std::nullopt);
}

}  // namespace
}  // namespace bsg_exporter::bsg
