#include "exporter/collect/throttle.h"

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const SteadyTime kNow = SteadyTime(hours(7));

TEST(ThrottleTest, ANamedTimeIsBelievedAtOnce) {
  Throttle throttle({});
  EXPECT_TRUE(throttle.Throttled(1, seconds(30), 3, kNow));
  EXPECT_TRUE(throttle.HoldsBack(kNow + seconds(29)));
  EXPECT_FALSE(throttle.HoldsBack(kNow + seconds(30)));
}

TEST(ThrottleTest, WithoutATimeItTakesThreeDifferentRequests) {
  Throttle throttle({});
  EXPECT_FALSE(throttle.Throttled(1, {}, 3, kNow));
  EXPECT_FALSE(throttle.Throttled(1, {}, 3, kNow));
  EXPECT_FALSE(throttle.Throttled(2, {}, 3, kNow));
  EXPECT_FALSE(throttle.HoldsBack(kNow));
  EXPECT_TRUE(throttle.Throttled(3, {}, 3, kNow));
  EXPECT_TRUE(throttle.HoldsBack(kNow + seconds(9)));
}

TEST(ThrottleTest, RequestsOfAnEarlierBatchDoNotCount) {
  Throttle throttle({});
  throttle.Throttled(1, {}, 3, kNow);
  throttle.Throttled(2, {}, 3, kNow);
  throttle.NewBatch();
  EXPECT_FALSE(throttle.Throttled(3, {}, 3, kNow));
}

TEST(ThrottleTest, PausesOfOurOwnChoiceGrowUntilARequestIsAccepted) {
  Throttle throttle({.first = seconds(10), .most = minutes(15)});
  for (const int expected : {10, 20, 40, 80, 160, 320, 640, 900, 900}) {
    ASSERT_TRUE(throttle.Throttled(1, {}, 1, kNow));
    EXPECT_EQ(*throttle.until() - kNow, seconds(expected));
    ASSERT_TRUE(throttle.Ended(kNow + hours(1)));
  }
  throttle.Accepted();
  ASSERT_TRUE(throttle.Throttled(1, {}, 1, kNow));
  EXPECT_EQ(*throttle.until() - kNow, seconds(10));
}

TEST(ThrottleTest, AShorterTimeNeverEndsALongerPause) {
  Throttle throttle({});
  throttle.Throttled(1, minutes(5), 3, kNow);
  throttle.Throttled(2, seconds(1), 3, kNow);
  EXPECT_EQ(*throttle.until() - kNow, minutes(5));
}

class ThrottlingTest : public testing::Test, protected CollectRig {
 protected:
  ThrottlingTest() {
    read.retries = 0;
    read.concurrency = 4;
  }
};

TEST_F(ThrottlingTest, TheRestOfTheBatchIsDeferredAndTheAccountPauses) {
  AddAccount("main", 40);
  AddAccount("other", 2);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(429, "{}", "60") : Document(id);
  };
  const WallTime answered = clock.Wall() + 2 * milliseconds(50);
  const metrics::Snapshot first = Scrape();
  EXPECT_EQ(Campaign(first, 1).failure, Reason::kThrottled);
  EXPECT_EQ(Campaign(first, 40).failure, Reason::kPending);
  EXPECT_EQ(first.outcomes[1][metrics::Outcome::kRead], 2u);
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_throttled_until_timestamp_seconds",
                     {{"account", "main"}}),
            ToSeconds(answered + seconds(60)));
  const std::size_t asked = transport->CountAsked("/balance");
  Wait(seconds(45));
  Scrape();
  EXPECT_EQ(transport->CountAsked("/balance"), asked);
  EXPECT_EQ(Asked(40), 0u) << "still held back";
  Wait(seconds(20));
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id);
  };
  EXPECT_EQ(Outcomes(Scrape()), "read 42");
}

TEST_F(ThrottlingTest, A429WithoutATimeIsThatCampaignsAlone) {
  AddAccount("main", 10);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 3 ? Status(429) : Document(id);
  };
  for (int i = 0; i < 240; ++i) {
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_EQ(Campaign(snapshot, 3).failure, Reason::kThrottled);
    EXPECT_EQ(snapshot.outcomes[0][metrics::Outcome::kRead], 9u);
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_EQ(Asked(3), 9u);
}

TEST_F(ThrottlingTest, WhenAllAreThrottledRequestsBecomeRare) {
  AddAccount("main", 50);
  balance = [&](const http::Request&) { return Status(429); };
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(429); };
  for (int i = 0; i < 240; ++i) {
    const metrics::Snapshot snapshot = Scrape();
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_LE(Asked(), 60u) << "an hour";
}

TEST_F(ThrottlingTest, AThrottledLoginHoldsTheAccountBack) {
  AddAccount("main", 5);
  login = [&](const http::Request&) { return Status(429, "{}", "120"); };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "deferred 5");
  for (int i = 0; i < 7; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ThrottlingTest, DuringAPauseNothingIsRetriedEither) {
  AddAccount("main", 2);
  read.retries = 2;
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(429, "{}", "60")
                   : Answer{milliseconds(100), Status(500).result};
  };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Campaign(snapshot, 2).failure, Reason::kServerError);
  EXPECT_EQ(Asked(2), 1u);
}

}  // namespace
}  // namespace bsg_exporter::collect
