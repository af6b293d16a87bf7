#include "exporter/web/human_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace bsg_exporter::web {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const WallTime kNow(seconds(1795613287));  // 2026-11-25 13:28:07

TEST(CountTextTest, GroupsThousands) {
  EXPECT_EQ(CountText(0), "0");
  EXPECT_EQ(CountText(999), "999");
  EXPECT_EQ(CountText(1234567), "1,234,567");
  EXPECT_EQ(CountText(-1000), "-1,000");
  EXPECT_EQ(CountText(std::numeric_limits<std::int64_t>::min()),
            "-9,223,372,036,854,775,808");
}

TEST(ShareTextTest, SmallSharesHaveADecimal) {
  EXPECT_EQ(ShareText(0, 10), "0 %");
  EXPECT_EQ(ShareText(1, 1000), "0.1 %");
  EXPECT_EQ(ShareText(61, 100), "61 %");
  EXPECT_EQ(ShareText(10, 10), "100 %");
}

TEST(ShareTextTest, WhatIsNotNothingOrNotAllDoesNotLookLikeIt) {
  EXPECT_EQ(ShareText(1, 1000000), "< 0.1 %");
  EXPECT_EQ(ShareText(999999, 1000000), "> 99.9 %");
  EXPECT_EQ(ShareText(995, 1000), "99.5 %");
}

TEST(ShareTextTest, OfNothingThereIsNone) { EXPECT_EQ(ShareText(0, 0), "–"); }

TEST(PriceTextTest, HasCentsAndMoreWhereItIsLessThanSome) {
  EXPECT_EQ(PriceText(0), "0.00");
  EXPECT_EQ(PriceText(21437.5), "21,437.50");
  EXPECT_EQ(PriceText(-5.25), "-5.25");
  EXPECT_EQ(PriceText(0.0214), "0.0214");
  EXPECT_EQ(PriceText(1e308).size(), 309u + 102u + 3u);
  EXPECT_EQ(PriceText(std::numeric_limits<double>::infinity()), "–");
}

TEST(SpanTextTest, HasItsLargestUnitAndTheNextWhereItMatters) {
  EXPECT_EQ(SpanText(milliseconds(0)), "0 s");
  EXPECT_EQ(SpanText(milliseconds(120)), "120 ms");
  EXPECT_EQ(SpanText(seconds(59)), "59 s");
  EXPECT_EQ(SpanText(seconds(61)), "1 min 1 s");
  EXPECT_EQ(SpanText(seconds(899)), "14 min");
  EXPECT_EQ(SpanText(hours(3) + minutes(20)), "3 h 20 min");
  EXPECT_EQ(SpanText(days(2)), "2 d");
  EXPECT_EQ(SpanText(days(1234)), "1,234 d");
}

TEST(AgoTextTest, KnowsPastAndFuture) {
  EXPECT_EQ(AgoText(kNow, kNow), "just now");
  EXPECT_EQ(AgoText(kNow - seconds(12), kNow), "12 s ago");
  EXPECT_EQ(AgoText(kNow + days(3), kNow), "in 3 d");
}

TEST(TimeTextTest, IsUtcForPeopleAndForMachines) {
  EXPECT_EQ(TimeText(kNow), "2026-11-25 13:28:07 UTC");
  EXPECT_EQ(MachineTime(kNow), "2026-11-25T13:28:07Z");
  EXPECT_EQ(TimeText(WallTime(seconds(-1))), "1969-12-31 23:59:59 UTC");
}

TEST(IntervalTextTest, ZeroIsEveryScrape) {
  EXPECT_EQ(IntervalText(seconds(0)), "every scrape");
  EXPECT_EQ(IntervalText(minutes(15)), "every 15 min");
  EXPECT_EQ(IntervalText(std::nullopt), "never again");
}

TEST(ReasonInWordsTest, EveryReasonHasWordsOfItsOwn) {
  std::set<std::string_view> words;
  for (const Reason reason : kAllReasons) {
    EXPECT_NE(ReasonInWords(reason), "");
    EXPECT_TRUE(words.insert(ReasonInWords(reason)).second);
  }
}

}  // namespace
}  // namespace bsg_exporter::web
