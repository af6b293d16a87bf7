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

TEST(IsDueTest, TheRefreshIntervalHasATwentiethOfSlack) {
  EXPECT_FALSE(Due(Tried(seconds(56), minutes(1))));
  EXPECT_TRUE(Due(Tried(seconds(57), minutes(1))));
}

TEST(IsDueTest, AFailingOneRestsTwiceAsLongEveryTime) {
  EXPECT_EQ(RestOf(Tried({}, {}, 1), kRules), seconds(20));
  EXPECT_EQ(RestOf(Tried({}, {}, 2), kRules), seconds(40));
  EXPECT_EQ(RestOf(Tried({}, {}, 6), kRules), seconds(640));
  EXPECT_EQ(RestOf(Tried({}, {}, 7), kRules), minutes(15));
  EXPECT_EQ(RestOf(Tried({}, {}, 100000), kRules), minutes(15));
}

TEST(IsDueTest, AFailingOneDoesNotWaitForItsRefreshInterval) {
  EXPECT_EQ(RestOf(Tried({}, minutes(15), 1), kRules), seconds(20));
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
  EXPECT_NE(HasPrecedence(a, b, kRules, kNow),
            HasPrecedence(b, a, kRules, kNow));
  return HasPrecedence(a, b, kRules, kNow);
}

TEST(HasPrecedenceTest, TheBalanceComesFirst) {
  Target balance = Tried(seconds(60), minutes(1));
  balance.endpoint = bsg::Endpoint::kBalance;
  EXPECT_TRUE(Before(balance, Target()));
}

TEST(HasPrecedenceTest, WhatWasNeverTriedComesBeforeWhatIsOverdue) {
  EXPECT_TRUE(Before(Target(), Tried(hours(1))));
}

TEST(HasPrecedenceTest, LatenessIsMeasuredInTheOwnInterval) {
  EXPECT_TRUE(Before(Tried(seconds(30)), Tried(minutes(2), minutes(1))));
  EXPECT_TRUE(Before(Tried(minutes(5), minutes(1)), Tried(seconds(30))));
}

TEST(HasPrecedenceTest, FailingOnesComeLastButAreNotForgotten) {
  EXPECT_TRUE(Before(Tried(seconds(15)), Tried(seconds(60), {}, 1)));
  EXPECT_TRUE(Before(Tried(seconds(200), {}, 1), Tried(seconds(15))));
}

TEST(HasPrecedenceTest, EqualsStandByTheirId) {
  Target a = Tried(seconds(15)), b = Tried(seconds(15));
  a.id = 9;
  b.id = 10;
  EXPECT_TRUE(Before(a, b));
}

}  // namespace
}  // namespace bsg_exporter::collect
