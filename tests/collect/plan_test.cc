#include "exporter/collect/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace bsg_exporter::collect {
namespace {

using metrics::Outcome;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

const SteadyTime kNow = SteadyTime(hours(7));
const RestRules kRules = {.min_interval = seconds(10), .longest = minutes(15)};

Target Tried(Duration ago) {
  Target target;
  target.last_attempt = kNow - ago;
  return target;
}

TEST(DueTargetsTest, AreTheIdleOnesInTheOrderOfTheirTurns) {
  std::vector<Target> targets = {Tried(seconds(30)), Tried(seconds(5)),
                                 Tried(seconds(60)), Target(), Target()};
  targets[3].phase = Target::Phase::kInFlight;
  targets[4].phase = Target::Phase::kNever;
  EXPECT_THAT(DueTargets(targets, kRules, kNow), ElementsAre(2, 0));
}

TEST(TrialTargetTest, IsTheOneTriedLongestAgo) {
  std::vector<Target> targets = {Tried(seconds(30)), Tried(seconds(60)),
                                 Tried(seconds(5))};
  EXPECT_EQ(TrialTarget(targets, 0, kRules, kNow), 1u);
  targets.push_back(Target());
  EXPECT_EQ(TrialTarget(targets, 0, kRules, kNow), 3u) << "never tried";
  EXPECT_EQ(
      TrialTarget({Tried(minutes(9)), Tried(minutes(1))}, 1, kRules, kNow), 1u);
}

TEST(TrialTargetTest, WhatFailedLastTimeComesAfterTheOthers) {
  std::vector<Target> targets = {Tried(minutes(9)), Tried(seconds(20)),
                                 Tried(seconds(30))};
  targets[0].failure = Reason::kTimeout;
  EXPECT_EQ(TrialTarget(targets, 0, kRules, kNow), 2u);
  targets[1].failure = targets[2].failure = Reason::kTimeout;
  EXPECT_EQ(TrialTarget(targets, 0, kRules, kNow), 0u);
}

TEST(TrialTargetTest, KeepsMinInterval) {
  EXPECT_EQ(TrialTarget({Tried(seconds(5))}, 0, kRules, kNow), std::nullopt);
}

TEST(IsTooOldTest, AfterAFailureDataLastsMaxStaleBeyondItsInterval) {
  const auto too_old = [](Duration age) {
    return IsTooOld(kNow - age, true, minutes(15), hours(1), kNow);
  };
  EXPECT_FALSE(too_old(minutes(75)));
  EXPECT_TRUE(too_old(minutes(75) + seconds(1)));
}

TEST(IsTooOldTest, WithoutMaxStaleAFailureEndsItAtOnce) {
  EXPECT_TRUE(IsTooOld(kNow, true, minutes(15), seconds(0), kNow));
  EXPECT_FALSE(IsTooOld(kNow, false, minutes(15), seconds(0), kNow));
}

TEST(IsTooOldTest, DataWhoseTurnDoesNotComeLastsAnHour) {
  EXPECT_FALSE(
      IsTooOld(kNow - minutes(61), false, minutes(1), seconds(0), kNow));
  EXPECT_TRUE(
      IsTooOld(kNow - minutes(62), false, minutes(1), seconds(0), kNow));
}

class OutcomeOfTest : public testing::Test {
 protected:
  OutcomeOfTest() { state_.failure.reset(); }
  Outcome Of() const { return OutcomeOf(target_, state_, kRules, kNow, 7); }

  Target target_ = Tried(seconds(5));
  bsg::CampaignState state_;
};

TEST_F(OutcomeOfTest, ReadIfItWasReadSinceTheStart) {
  target_.read_event = 8;
  EXPECT_EQ(Of(), Outcome::kRead);
  target_.read_event = 7;
  EXPECT_EQ(Of(), Outcome::kCached);
}

TEST_F(OutcomeOfTest, DeferredIfItWasDueOrIsStillOpenOrWasNeverTried) {
  target_.last_attempt = kNow - seconds(10);
  EXPECT_EQ(Of(), Outcome::kDeferred);
  target_ = Tried(seconds(5));
  target_.phase = Target::Phase::kInFlight;
  EXPECT_EQ(Of(), Outcome::kDeferred);
  target_ = Target();
  state_.failure = Reason::kPending;
  EXPECT_EQ(Of(), Outcome::kDeferred);
}

TEST_F(OutcomeOfTest, AFailureIsStaleWithDataAndFailedWithout) {
  state_.failure = Reason::kTimeout;
  EXPECT_EQ(Of(), Outcome::kFailed);
  state_.document = std::make_shared<bsg::Campaign>();
  EXPECT_EQ(Of(), Outcome::kStale);
}

TEST_F(OutcomeOfTest, ARequestUnderWayLeavesTheFailureStanding) {
  state_.failure = Reason::kServerError;
  target_.phase = Target::Phase::kInFlight;
  EXPECT_EQ(Of(), Outcome::kFailed);
}

}  // namespace
}  // namespace bsg_exporter::collect
