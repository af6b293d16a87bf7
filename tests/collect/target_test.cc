#include "exporter/collect/target.h"

#include <gtest/gtest.h>

#include <vector>

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const SteadyTime kNow = SteadyTime(hours(7));
const RestRules kRules = {.min_interval = seconds(10), .longest = minutes(15)};

Target Tried(Duration ago, Duration refresh = seconds(0), int failures = 0) {
  Target target;
  target.last_attempt = kNow - ago;
  target.refresh = refresh;
  target.failures = failures;
  if (failures > 0) target.failure = Reason::kServerError;
  return target;
}

bool Due(const Target& target) { return IsDue(target, kRules, kNow); }

TEST(IsDueTest, WhatWasNeverTriedIsDue) { EXPECT_TRUE(Due(Target())); }

TEST(IsDueTest, NothingIsDueWithinMinInterval) {
  EXPECT_FALSE(Due(Tried(milliseconds(9999))));
  EXPECT_TRUE(Due(Tried(seconds(10))));
}

TEST(IsDueTest, OnceInEachIntervalWhenItsPlaceComesRound) {
  Target target = Tried(seconds(30), minutes(1));  // kNow is a full minute
  EXPECT_TRUE(Due(target));
  target.place = 0.25;
  EXPECT_FALSE(IsDue(target, kRules, kNow + milliseconds(14999)));
  EXPECT_TRUE(IsDue(target, kRules, kNow + seconds(15)));
  target.last_attempt = kNow + seconds(20);
  EXPECT_FALSE(IsDue(target, kRules, kNow + seconds(74)));
  EXPECT_TRUE(IsDue(target, kRules, kNow + seconds(75)));
}

TEST(IsDueTest, ItsPlaceDoesNotBreakMinInterval) {
  EXPECT_FALSE(Due(Tried(seconds(9), minutes(1))));
  EXPECT_TRUE(IsDue(Tried(seconds(9), minutes(1)), kRules, kNow + seconds(1)));
}

TEST(IsDueTest, ThePlacesOfManySpreadThemOverTheInterval) {
  std::vector<int> due_per_scrape;
  std::vector<Target> targets(900, Tried(seconds(0), minutes(15)));
  for (std::size_t i = 0; i < targets.size(); ++i) {
    targets[i].place = static_cast<double>(i) / 900;
  }
  for (int scrape = 1; scrape <= 60; ++scrape) {
    const SteadyTime now = kNow + scrape * seconds(15);
    int due = 0;
    for (Target& target : targets) {
      if (!IsDue(target, kRules, now)) continue;
      target.last_attempt = now;
      ++due;
    }
    EXPECT_EQ(due, 15) << scrape;
  }
}

TEST(IsDueTest, AnIntervalThatScrapesDoNotMeetIsKeptOnAverage) {
  Target target = Tried(seconds(0), seconds(20));
  int reads = 0;
  for (int scrape = 1; scrape <= 40; ++scrape) {  // ten minutes
    const SteadyTime now = kNow + scrape * seconds(15);
    if (!IsDue(target, kRules, now)) continue;
    target.last_attempt = now;
    ++reads;
  }
  EXPECT_EQ(reads, 30);
}

TEST(IsDueTest, AFailingOneRestsTwiceAsLongEveryTime) {
  EXPECT_EQ(RestOf(Tried({}, {}, 1), kRules), seconds(20));
  EXPECT_EQ(RestOf(Tried({}, {}, 2), kRules), seconds(40));
  EXPECT_EQ(RestOf(Tried({}, {}, 6), kRules), seconds(640));
  EXPECT_EQ(RestOf(Tried({}, {}, 7), kRules), minutes(15));
  EXPECT_EQ(RestOf(Tried({}, {}, 100000), kRules), minutes(15));
}

TEST(IsDueTest, AFailingOneDoesNotWaitForItsRefreshIntervalNorForItsPlace) {
  const Target failing = Tried(seconds(20), minutes(15), 1);
  EXPECT_EQ(RestOf(failing, kRules), seconds(20));
  EXPECT_TRUE(Due(failing));
  EXPECT_FALSE(Due(Tried(seconds(19), minutes(15), 1)));
}

TEST(IsDueTest, WhatIsRefusedRestsLikeASettledOneAtOnce) {
  Target target = Tried({}, {}, 1);
  target.failure = Reason::kNotFound;
  EXPECT_EQ(RestOf(target, kRules), minutes(15));
}

TEST(IsDueTest, WithoutMinIntervalAFailingOneIsAlwaysDue) {
  const RestRules eager = {.min_interval = {}, .longest = minutes(15)};
  EXPECT_EQ(RestOf(Tried({}, {}, 2'000'000'000), eager), Duration::zero());
}

bool Before(const Target& a, const Target& b) {
  return TurnOf(a, kRules, kNow) < TurnOf(b, kRules, kNow);
}

TEST(TurnOfTest, TheBalanceComesFirst) {
  Target balance = Tried(seconds(60), minutes(1));
  balance.endpoint = bsg::Endpoint::kBalance;
  EXPECT_TRUE(Before(balance, Target()));
}

TEST(TurnOfTest, WhatWasNeverTriedComesBeforeWhatIsOverdue) {
  EXPECT_TRUE(Before(Target(), Tried(hours(1))));
}

TEST(TurnOfTest, LatenessIsMeasuredInTheOwnInterval) {
  EXPECT_TRUE(Before(Tried(seconds(30)), Tried(minutes(2), minutes(1))));
  EXPECT_TRUE(Before(Tried(minutes(5), minutes(1)), Tried(seconds(30))));
}

TEST(TurnOfTest, FailingOnesComeLastButAreNotForgotten) {
  EXPECT_TRUE(Before(Tried(seconds(15)), Tried(seconds(60), {}, 1)));
  EXPECT_TRUE(Before(Tried(seconds(200), {}, 1), Tried(seconds(15))));
}

TEST(TurnOfTest, WhatWasReadFirstInAScrapeIsFirstAgain) {
  Target early = Tried(seconds(30)), late = Tried(seconds(30));
  early.id = 2;
  early.read_event = 10;
  late.id = 1;
  late.read_event = 11;
  EXPECT_TRUE(Before(early, late));
}

TEST(TurnOfTest, EqualsStandByTheirId) {
  Target a = Tried(seconds(15)), b = Tried(seconds(15));
  a.id = 9;
  b.id = 10;
  EXPECT_TRUE(Before(a, b));
}

}  // namespace
}  // namespace bsg_exporter::collect
