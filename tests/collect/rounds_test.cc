#include "exporter/collect/rounds.h"

#include <gtest/gtest.h>

#include <chrono>

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Duration kTogether = seconds(10);

class RoundsTest : public testing::Test {
 protected:
  static SteadyTime At(int second) {
    return SteadyTime(hours(7)) + seconds(second);
  }
  // Which nobody else waits beside.
  static Round Alone(JobId id, int deadline = 60) {
    return {.id = id, .oldest = id, .deadline = At(deadline)};
  }

  Rounds rounds_{kTogether};
};

TEST_F(RoundsTest, TheFirstBeginsABatchWhateverItIs) {
  EXPECT_TRUE(rounds_.BeginSurvey(Alone(1), At(0)));
  Rounds others(kTogether);
  EXPECT_TRUE(others.BeginScrape(Alone(1), At(0)));
}

TEST_F(RoundsTest, SurveysWithinOneIntervalShareABatch) {
  rounds_.BeginSurvey(Alone(1), At(0));
  EXPECT_FALSE(rounds_.BeginSurvey(Alone(2), At(9)));
  EXPECT_TRUE(rounds_.BeginSurvey(Alone(3), At(10)));
  EXPECT_FALSE(rounds_.BeginSurvey(Alone(4), At(19)));
}

TEST_F(RoundsTest, AScrapeBeginsABatchAtOnce) {
  rounds_.BeginSurvey(Alone(1), At(0));
  EXPECT_TRUE(rounds_.BeginScrape(Alone(2), At(0)));
  EXPECT_TRUE(rounds_.BeginScrape(Alone(3), At(1)));
  EXPECT_FALSE(rounds_.BeginSurvey(Alone(4), At(2)));
}

TEST_F(RoundsTest, WhoeverComesWhileTheFirstOfABatchWaitsBelongsToIt) {
  rounds_.BeginScrape(Alone(5), At(0));
  Round next = Alone(6);
  next.oldest = 5;
  EXPECT_FALSE(rounds_.BeginScrape(next, At(20)));
  EXPECT_FALSE(rounds_.BeginSurvey(next, At(20)));
  // The first has gone, the second waits.
  Round third = Alone(7);
  third.oldest = 6;
  EXPECT_TRUE(rounds_.BeginScrape(third, At(20)));
}

TEST_F(RoundsTest, ASurveyMovesTheDeadlineAndNotTheScrapes) {
  rounds_.BeginScrape(Alone(1, 8), At(0));
  rounds_.BeginSurvey(Alone(2, 30), At(1));
  EXPECT_EQ(rounds_.latest(), 2u);
  EXPECT_EQ(rounds_.deadline(), At(30));
  EXPECT_EQ(rounds_.scrape_start(), At(0));
  EXPECT_TRUE(rounds_.ScrapeWaits(At(7)));
  EXPECT_FALSE(rounds_.ScrapeWaits(At(8)));
}

TEST_F(RoundsTest, NobodyWaitsOnceTheyHaveGivenUp) {
  rounds_.BeginScrape(Alone(1), At(0));
  rounds_.GiveUp();
  EXPECT_FALSE(rounds_.ScrapeWaits(At(1)));
  EXPECT_LT(rounds_.deadline(), At(0));
  EXPECT_EQ(rounds_.scrape_start(), At(0));
}

TEST_F(RoundsTest, BeforeTheFirstScrapeNoneWaits) {
  rounds_.BeginSurvey(Alone(1), At(0));
  EXPECT_FALSE(rounds_.ScrapeWaits(At(0)));
  EXPECT_EQ(rounds_.scrape_start(), SteadyTime::min());
}

}  // namespace
}  // namespace bsg_exporter::collect
