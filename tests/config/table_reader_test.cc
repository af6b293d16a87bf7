#include "exporter/config/table_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/base/text.h"
#include "exporter/config/toml_text.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kKeys = std::to_array<std::string_view>(
    {"top", "t.a", "t.b", "t.c", "t.below.x", "row.id"});

// "yes" alone, kept as "YES".
Result<std::string> Yes(std::string_view text) {
  if (text == "yes") return std::string("YES");
  return Wrong("expected yes, got " + Quoted(text));
}

constexpr Range<Milliseconds> kUpToAMinute = {seconds(1), minutes(1)};

// A file as far as its table [t], which begins on its second line.
class TableReaderTest : public testing::Test {
 protected:
  TableReader Root(const std::string& text) {
    Result<toml::table, Problem> parsed = ParseToml(text, "f");
    EXPECT_TRUE(parsed.ok());
    file_ = std::move(parsed).value();
    return TableReader(file_, kKeys, problems_.emplace("f"));
  }
  TableReader T(const std::string& text) {
    return *Root("[t]\n" + text).Table("t");
  }
  std::vector<std::string> TakeProblems() {
    std::vector<std::string> texts;
    for (const Problem& one : std::move(*problems_).InFileOrder()) {
      texts.push_back(ToString(one));
    }
    return texts;
  }

  toml::table file_;
  std::optional<Problems> problems_;
};

TEST_F(TableReaderTest, UnknownNamesAreProblemsBeforeAnythingIsRead) {
  Root("tpo = 1\n[t]\nd = 1\n[t.below]\ny = 1\n");
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:1: unknown key 'tpo', did you mean 'top'?"));
  Root("[t]\nddddd = 1\n[t.below]\nyyyy = 1\n").Table("t")->Table("below");
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: unknown key 't.ddddd', known here: a, b, c, "
                          "below",
                          "f:4:1: unknown key 't.below.yyyy', known here: x"));
}

TEST_F(TableReaderTest, AnAbsentKeyIsNoProblemAndLeavesOutAlone) {
  TableReader t = T("");
  bool boolean = true;
  std::string text = "as it was";
  Milliseconds duration = seconds(7);
  std::optional<Milliseconds> or_off = seconds(8);
  int number = 9;
  std::vector<std::string> texts = {"as they were"};
  EXPECT_FALSE(t.Has("a"));
  EXPECT_TRUE(t.Boolean("a", boolean));
  EXPECT_TRUE(t.String("a", Yes, text));
  EXPECT_TRUE(t.Duration("a", kUpToAMinute, duration));
  EXPECT_TRUE(t.DurationOrOff("a", kUpToAMinute, or_off));
  EXPECT_TRUE(t.Integer("a", Range<int>{1, 5}, number));
  EXPECT_TRUE(t.Strings("a", {1, 2}, Yes, texts));
  EXPECT_EQ(boolean, true);
  EXPECT_EQ(text, "as it was");
  EXPECT_EQ(duration, seconds(7));
  EXPECT_EQ(or_off, seconds(8));
  EXPECT_EQ(number, 9);
  EXPECT_THAT(texts, ElementsAre("as they were"));
  EXPECT_THAT(t.Integers("a", {1, 5}), IsEmpty());
  EXPECT_THAT(t.Pairs("a", Yes, Yes), IsEmpty());
  EXPECT_FALSE(t.Table("below"));
  EXPECT_THAT(t.Tables("c"), IsEmpty());
  EXPECT_THAT(TakeProblems(), IsEmpty());
}

TEST_F(TableReaderTest, ABooleanIsNoNumberAndNoText) {
  bool out = false;
  EXPECT_TRUE(T("a = true").Boolean("a", out));
  EXPECT_TRUE(out);
  EXPECT_FALSE(T("  a = 0").Boolean("a", out));
  EXPECT_TRUE(out);
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:3: t.a: expected a boolean, got an integer"));
  EXPECT_FALSE(T("a = \"false\"").Boolean("a", out));
  EXPECT_TRUE(out);
}

TEST_F(TableReaderTest, AStringIsKeptAsItsCheckGivesIt) {
  std::string out = "before";
  EXPECT_FALSE(T("a = 'no'").String("a", Yes, out));
  EXPECT_EQ(out, "before");
  EXPECT_THAT(TakeProblems(), ElementsAre("f:2:1: t.a: expected yes, got "
                                          "'no'"));
  EXPECT_FALSE(T("a = 1").String("a", Yes, out));
  EXPECT_EQ(out, "before");
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.a: expected a string, got an integer"));
  EXPECT_TRUE(T("a = 'yes'").String("a", Yes, out));
  EXPECT_EQ(out, "YES");
}

TEST_F(TableReaderTest, ADurationLiesWithinBothEnds) {
  Milliseconds out(0);
  EXPECT_TRUE(T("a = '1s'").Duration("a", kUpToAMinute, out));
  EXPECT_EQ(out, seconds(1));
  EXPECT_TRUE(T("a = '1m'").Duration("a", kUpToAMinute, out));
  EXPECT_EQ(out, minutes(1));
  EXPECT_FALSE(T("a = '999ms'").Duration("a", kUpToAMinute, out));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.a: expected 1s to 1m, got 999ms"));
  EXPECT_FALSE(T("a = '61s'").Duration("a", kUpToAMinute, out));
  EXPECT_FALSE(T("a = ''").Duration("a", kUpToAMinute, out));
  EXPECT_FALSE(T("a = 'off'").Duration("a", kUpToAMinute, out));
  EXPECT_EQ(out, minutes(1));
}

TEST_F(TableReaderTest, ADurationMayBeOffWhereThatIsOffered) {
  std::optional<Milliseconds> out = seconds(2);
  EXPECT_TRUE(T("a = 'off'").DurationOrOff("a", kUpToAMinute, out));
  EXPECT_EQ(out, std::nullopt);
  EXPECT_TRUE(T("a = '3s'").DurationOrOff("a", kUpToAMinute, out));
  EXPECT_EQ(out, seconds(3));
  EXPECT_FALSE(T("a = '61s'").DurationOrOff("a", kUpToAMinute, out));
  EXPECT_EQ(out, seconds(3));
  EXPECT_THAT(
      TakeProblems(),
      ElementsAre("f:2:1: t.a: expected 1s to 1m, got 1m1s (or \"off\")"));
  EXPECT_FALSE(T("a = ''").DurationOrOff("a", kUpToAMinute, out));
  EXPECT_EQ(out, seconds(3));
}

TEST_F(TableReaderTest, AnIntegerLiesWithinBothEnds) {
  int out = 0;
  for (const int good : {-1, 5}) {
    EXPECT_TRUE(
        T("a = " + std::to_string(good)).Integer("a", Range<int>{-1, 5}, out));
    EXPECT_EQ(out, good);
  }
  EXPECT_FALSE(T("a = -2").Integer("a", Range<int>{-1, 5}, out));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.a: expected -1 to 5, got -2"));
  EXPECT_FALSE(T("a = 6").Integer("a", Range<int>{-1, 5}, out));
  EXPECT_FALSE(T("a = 4294967297").Integer("a", Range<int>{-1, 5}, out));
  EXPECT_FALSE(T("a = 1.0").Integer("a", Range<int>{-1, 5}, out));
  EXPECT_EQ(out, 5);
}

TEST_F(TableReaderTest, OfIntegersTheSoundOnesCountEachWithItsPlace) {
  std::vector<std::string> found;
  for (const auto& item : T("a = [1, 6,\n 'x', 5]").Integers("a", {1, 5})) {
    found.push_back(std::to_string(item.place.line) + ":" +
                    std::to_string(item.place.column) + ": " +
                    std::to_string(item.value));
  }
  EXPECT_THAT(found, ElementsAre("2:6: 1", "3:7: 5"));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:9: t.a: expected 1 to 5, got 6",
                          "f:3:2: t.a: expected an integer, got a string"));
  EXPECT_THAT(T("a = 1").Integers("a", {1, 5}), IsEmpty());
  EXPECT_THAT(
      TakeProblems(),
      ElementsAre("f:2:1: t.a: expected an array of integers, got an integer"));
}

TEST_F(TableReaderTest, StringsAreAllSoundOrLeftAlone) {
  const Check any = [](std::string_view text) -> Result<std::string> {
    return std::string(text);
  };
  std::vector<std::string> out = {"before"};
  EXPECT_FALSE(T("a = ['x', 1,\n 'x']").Strings("a", {1, 3}, any, out));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:11: t.a: expected a string, got an integer",
                          "f:3:2: t.a: expected each value once, 'x' stands "
                          "on line 2 already"));
  EXPECT_FALSE(T("a = ['x', 1]").Strings("a", {1, 3}, any, out));
  EXPECT_FALSE(T("a = ['x', 'y', 'z']").Strings("a", {1, 2}, any, out));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.a: expected at most 2 strings, got 3"));
  EXPECT_FALSE(T("a = []").Strings("a", {1, 2}, any, out));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.a: expected at least one string, got "
                          "none"));
  EXPECT_FALSE(T("a = 'x'").Strings("a", {1, 2}, any, out));
  EXPECT_THAT(out, ElementsAre("before"));
  EXPECT_TRUE(T("a = ['x', 'y']").Strings("a", {1, 2}, any, out));
  EXPECT_THAT(out, ElementsAre("x", "y"));
  EXPECT_TRUE(T("a = []").Strings("a", {0, 2}, any, out));
  EXPECT_THAT(out, IsEmpty());
}

// What the check makes of them: "http://a" and "http://a/" may be one.
TEST_F(TableReaderTest, StringsAreOneIfTheirChecksGiveTheSame) {
  const Check first_letter = [](std::string_view text) -> Result<std::string> {
    return std::string(text.substr(0, 1));
  };
  std::vector<std::string> out;
  EXPECT_FALSE(T("a = ['xa', 'xb']").Strings("a", {0, 9}, first_letter, out));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(TableReaderTest, OfPairsTheSoundOnesCount) {
  TableReader t = T("a = {yes = 'yes', no = 'yes', maybe = 1}");
  EXPECT_THAT(t.Pairs("a", Yes, Yes), ElementsAre(Pair("YES", "YES")));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:19: t.a: expected yes, got 'no'",
                          "f:2:31: t.a: expected yes, got 'maybe'",
                          "f:2:31: t.a: expected a string, got an integer"));
  EXPECT_THAT(T("a = 1").Pairs("a", Yes, Yes), IsEmpty());
  EXPECT_THAT(
      TakeProblems(),
      ElementsAre("f:2:1: t.a: expected a table of strings, got an integer"));
}

TEST_F(TableReaderTest, ATableIsNoOtherValue) {
  EXPECT_FALSE(T("below = [1]").Table("below"));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:2:1: t.below: expected a table, got an array"));
  auto below = T("below = {x = 1}").Table("below");
  ASSERT_TRUE(below);
  EXPECT_TRUE(below->Has("x"));
  below->Refuse("x", "wrong");
  EXPECT_THAT(TakeProblems(), ElementsAre("f:2:10: t.below.x: wrong"));
}

TEST_F(TableReaderTest, OfTablesTheSoundOnesCountAndOneIsTheLeast) {
  std::vector<TableReader> rows = Root("row = [{id = 1}, 2, {}]").Tables("row");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].Has("id"));
  EXPECT_FALSE(rows[1].Has("id"));
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:18: row: expected a table, got an integer"));
  EXPECT_THAT(Root("row = []").Tables("row"), IsEmpty());
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:1: row: expected at least one, got none"));
  EXPECT_THAT(Root("[row]\nid = 1").Tables("row"), IsEmpty());
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:2: row: expected an array of tables, [[row]], "
                          "got a table"));
}

TEST_F(TableReaderTest, AKeyThatIsAbsentStandsWhereItsTableDoes) {
  TableReader t = T("b = 1");
  t.Refuse("b", "wrong");
  t.Refuse("a", "missing");
  t.RefuseAt({9, 9}, "a", "wrong elsewhere");
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:1: t.a: missing", "f:2:1: t.b: wrong",
                          "f:9:9: t.a: wrong elsewhere"));
}

}  // namespace
}  // namespace bsg_exporter::config
