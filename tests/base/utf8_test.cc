#include "bsg_exporter/base/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bsg_exporter {
namespace {

using testing::ElementsAre;

constexpr const char* kReplacement = "\ufffd";

std::vector<std::string_view> Characters(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) characters.push_back(TakeCharacter(text));
  return characters;
}

TEST(TakeCharacterTest, TakesCharactersOfEveryLength) {
  EXPECT_THAT(Characters("aé€😀"), ElementsAre("a", "é", "€", "😀"));
  EXPECT_THAT(Characters(std::string_view("\0\n", 2)),
              ElementsAre(std::string_view("\0", 1), "\n"));
}

TEST(TakeCharacterTest, TakesTheFirstAndTheLastOfEachLength) {
  for (const char* character :
       {"\x7f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff",
        "\U00010000", "\U0010ffff"}) {
    EXPECT_THAT(Characters(character), ElementsAre(character));
  }
}

TEST(ControlOfTest, KnowsThoseOfOneByteAndThoseOfTwo) {
  EXPECT_EQ(ControlOf(std::string_view("\0", 1)), 0u);
  EXPECT_EQ(ControlOf("\x1f"), 0x1fu);
  EXPECT_EQ(ControlOf("\x7f"), 0x7fu);
  EXPECT_EQ(ControlOf("\u0080"), 0x80u);
  EXPECT_EQ(ControlOf("\u009f"), 0x9fu);
  for (const char* other : {" ", "~", "\u00a0", "\u00e9", "\u0400", "\ufffd"}) {
    EXPECT_EQ(ControlOf(other), std::nullopt) << other;
  }
}

TEST(CutTest, NeverCutsACharacterInTwo) {
  EXPECT_EQ(Cut("a€b", 5), "a€b");
  EXPECT_EQ(Cut("a€b", 4), "a€");
  EXPECT_EQ(Cut("a€b", 3), "a");
  EXPECT_EQ(Cut("a€b", 1), "a");
  EXPECT_EQ(Cut("€", 2), "");
}

TEST(TakeCharacterTest, ReplacesEachByteThatBeginsNone) {
  EXPECT_THAT(Characters("\xe2\x82"), ElementsAre(kReplacement, kReplacement));
  EXPECT_THAT(Characters("\x80z"), ElementsAre(kReplacement, "z"));
  EXPECT_THAT(Characters("\xc1\xbf"), ElementsAre(kReplacement, kReplacement));
  for (const char* text :
       {"\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x28\xa1", "\xe2\x82\xc3"}) {
    EXPECT_EQ(Characters(text)[0], kReplacement);
  }
  for (const char* text : {"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "\xff\xbf\xbf\xbf"}) {
    EXPECT_THAT(Characters(text), ElementsAre(kReplacement, kReplacement,
                                              kReplacement, kReplacement));
  }
}

}  // namespace
}  // namespace bsg_exporter
