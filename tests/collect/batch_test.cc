#include "exporter/collect/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using Phase = Target::Phase;

const SteadyTime kNow = SteadyTime(hours(7));

class BatchTest : public testing::Test {
 protected:
  std::vector<Target> targets_ = std::vector<Target>(4);
  Batch batch_{targets_, 1};
};

TEST_F(BatchTest, TargetsHaveTheirTurnInTheOrderInWhichTheyWereOpened) {
  batch_.Open(2, 1);
  batch_.Open(0, 1);
  EXPECT_EQ(targets_[2].phase, Phase::kQueued);
  EXPECT_EQ(batch_.Next(), 2u);
  EXPECT_EQ(targets_[2].phase, Phase::kInFlight);
  EXPECT_EQ(batch_.Next(), 0u);
  EXPECT_EQ(batch_.Next(), std::nullopt);
}

TEST_F(BatchTest, OpeningForgetsEarlierTries) {
  targets_[1].tries = 3;
  targets_[1].retried_login = true;
  batch_.Open(1, 1);
  EXPECT_EQ(targets_[1].tries, 0);
  EXPECT_FALSE(targets_[1].retried_login);
}

TEST_F(BatchTest, AScrapeWaitsForWhatWasOpenedUpToItself) {
  batch_.Open(0, 1);
  batch_.Open(1, 2);
  batch_.Open(2, 2);
  EXPECT_EQ(batch_.OpenFor(1), 1u);
  EXPECT_EQ(batch_.OpenFor(2), 3u);
  batch_.Close(1);
  EXPECT_EQ(batch_.OpenFor(2), 2u);
  EXPECT_EQ(targets_[1].phase, Phase::kIdle);
  batch_.Close(0);
  batch_.Close(2);
  EXPECT_EQ(batch_.open(), 0u);
}

TEST_F(BatchTest, VisitorsComeLastAndAFewAtATime) {
  targets_[0].visitor = targets_[1].visitor = true;
  batch_.Open(0, Batch::kNobody);
  batch_.Open(1, Batch::kNobody);
  batch_.Open(2, 1);
  EXPECT_EQ(batch_.OpenFor(1), 1u) << "no scrape waits for them";
  EXPECT_EQ(batch_.Next(), 2u);
  EXPECT_EQ(batch_.Next(), 0u);
  EXPECT_FALSE(batch_.HasNext());
  batch_.Close(0);
  EXPECT_EQ(batch_.Next(), 1u);
}

TEST_F(BatchTest, WhoLeavesIsClosedUnlessItIsInFlight) {
  batch_.Open(0, 1);
  batch_.Open(1, 1);
  batch_.Open(2, 1);
  batch_.Next();
  targets_[0].leaving = targets_[1].leaving = true;
  batch_.CloseLeaving();
  EXPECT_EQ(targets_[0].phase, Phase::kInFlight);
  EXPECT_EQ(targets_[1].phase, Phase::kIdle);
  EXPECT_EQ(batch_.OpenFor(1), 1u) << "nobody waits for the one in flight";
  EXPECT_EQ(batch_.open(), 2u);
}

TEST_F(BatchTest, WhatIsDelayedComesBackInItsTime) {
  batch_.Open(0, 1);
  batch_.Open(1, 1);
  batch_.Next();
  batch_.Next();
  batch_.Delay(0, kNow + seconds(2));
  batch_.Delay(1, kNow + seconds(1));
  EXPECT_EQ(batch_.NextRelease(), kNow + seconds(1));
  EXPECT_FALSE(batch_.HasNext());
  batch_.ReleaseDelayed(kNow + seconds(1));
  EXPECT_EQ(batch_.Next(), 1u);
  EXPECT_EQ(batch_.NextRelease(), kNow + seconds(2));
  EXPECT_THAT(batch_.TakeDelayed(), ElementsAre(0));
  EXPECT_EQ(batch_.NextRelease(), SteadyTime::max());
}

TEST_F(BatchTest, WhatIsSuspendedStaysOpenUntilItIsReleased) {
  batch_.Open(3, 1);
  batch_.Next();
  batch_.Suspend(3);
  EXPECT_THAT(batch_.suspended(), ElementsAre(3));
  EXPECT_EQ(targets_[3].phase, Phase::kSuspended);
  EXPECT_EQ(batch_.OpenFor(1), 1u);
  batch_.ReleaseSuspended();
  EXPECT_THAT(batch_.suspended(), IsEmpty());
  EXPECT_THAT(batch_.TakeQueued(), ElementsAre(3));
}

}  // namespace
}  // namespace bsg_exporter::collect
