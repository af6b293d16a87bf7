#include "bsg_exporter/base/text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bsg_exporter {
namespace {

TEST(TextTest, OnlyLettersOfAsciiHaveTwoCases) {
  EXPECT_EQ(LowerCase("AZaz09@[`{É"), "azaz09@[`{É");
  EXPECT_TRUE(EqualsIgnoringCase("Chunked", "cHUNKED"));
  EXPECT_FALSE(EqualsIgnoringCase("chunked", "chunke"));
  EXPECT_FALSE(EqualsIgnoringCase("@", "`"));
}

TEST(TextTest, VisibleIsWhatIsNeitherBlankNorControlNorBeyondAscii) {
  for (const char c : {'!', '~', 'a'}) EXPECT_TRUE(IsVisible(c)) << c;
  for (const char c : {' ', '\x7f', '\n', '\0', '\xc3'}) {
    EXPECT_FALSE(IsVisible(c)) << int{c};
  }
}

TEST(TextTest, TrimTakesBlanksOffBothEnds) {
  EXPECT_EQ(Trim(" \ta b\n ", " \t\n"), "a b");
  EXPECT_EQ(Trim("\na", " "), "\na");
  EXPECT_EQ(Trim("  ", " "), "");
  EXPECT_EQ(Trim("", " "), "");
}

TEST(TextTest, InAQueryOnlyWhatNeedsNoCodeStaysPlain) {
  EXPECT_EQ(PercentEncoded("aZ09-_.~"), "aZ09-_.~");
  EXPECT_EQ(PercentEncoded("a b&c=d%\"<é"), "a%20b%26c%3Dd%25%22%3C%C3%A9");
}

TEST(TextTest, JoinPutsTheSeparatorBetweenEachTwo) {
  EXPECT_EQ(Join(std::vector<std::string>{}, ", "), "");
  EXPECT_EQ(Join(std::vector<std::string>{"a"}, ", "), "a");
  EXPECT_EQ(Join(std::vector<std::string>{"", "a", ""}, ", "), ", a, ");
}

TEST(QuotedTest, StaysOnOneShortLine) {
  EXPECT_EQ(Quoted("größe"), "'größe'");
  EXPECT_EQ(Quoted("a\n\tb\x7f"), "'a\\x0a\\x09b\\x7f'");
  EXPECT_EQ(Quoted("\u009b31m"), "'\\x9b31m'") << "an escape sequence, too";
  EXPECT_EQ(Quoted("\xff"), "'\ufffd'");
  EXPECT_EQ(Quoted(std::string(80, 'x')), "'" + std::string(80, 'x') + "'");
  EXPECT_EQ(Quoted(std::string(81, 'x')), "'" + std::string(80, 'x') + "...'");
}

TEST(QuotedTest, NeverCutsACharacterInTwo) {
  EXPECT_EQ(Quoted(std::string(79, 'x') + "ü"),
            "'" + std::string(79, 'x') + "...'");
}

TEST(NumberOfTest, IsAllOfTheTextOrNothing) {
  EXPECT_EQ(NumberOf<int>("-12"), -12);
  EXPECT_EQ(NumberOf<int>("007"), 7);
  EXPECT_EQ(NumberOf<unsigned>("ff", 16), 255u);
  for (const char* text : {"", "+1", " 1", "1 ", "1.0", "0x1", "-"}) {
    EXPECT_EQ(NumberOf<int>(text), std::nullopt) << text;
  }
}

TEST(NumberOfTest, HasToFit) {
  EXPECT_EQ(NumberOf<std::uint16_t>("65535"), 65535);
  EXPECT_EQ(NumberOf<std::uint16_t>("65536"), std::nullopt);
  EXPECT_EQ(NumberOf<unsigned>("-1"), std::nullopt);
}

TEST(NumberOfTest, MayHaveAFraction) {
  EXPECT_EQ(NumberOf<double>("9.5e1"), 95);
  EXPECT_EQ(NumberOf<double>("9.5s"), std::nullopt);
  EXPECT_EQ(NumberOf<double>(""), std::nullopt);
}

}  // namespace
}  // namespace bsg_exporter
