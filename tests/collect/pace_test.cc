#include "exporter/collect/pace.h"

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const SteadyTime kNow = SteadyTime(seconds(1000));

TEST(PaceTest, RequestsAreSpreadEvenly) {
  Pace pace(10);
  EXPECT_TRUE(pace.Allows(kNow));
  pace.Started(kNow);
  EXPECT_FALSE(pace.Allows(kNow + milliseconds(99)));
  EXPECT_EQ(pace.next(), kNow + milliseconds(100));
  EXPECT_TRUE(pace.Allows(kNow + milliseconds(100)));
}

TEST(PaceTest, ALateWakeUpCostsNothing) {
  Pace pace(10);
  pace.Started(kNow);
  pace.Started(kNow + milliseconds(115));
  EXPECT_EQ(pace.next(), kNow + milliseconds(200));
}

TEST(PaceTest, WhatWasNotUsedIsNotSavedUp) {
  Pace pace(10);
  pace.Started(kNow);
  pace.Started(kNow + seconds(60));
  EXPECT_EQ(pace.next(), kNow + seconds(60) + milliseconds(100));
}

TEST(PaceTest, ZeroIsNoLimit) {
  Pace pace(0);
  pace.Started(kNow);
  EXPECT_TRUE(pace.Allows(kNow));
}

class PacedReaderTest : public testing::Test, protected CollectRig {};

TEST_F(PacedReaderTest, NoSecondSeesMoreRequestsThanAllowed) {
  AddAccount("main", 60);
  read.requests_per_second = 20;
  latency = milliseconds(10);
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 60");
  EXPECT_EQ(snapshot.duration, milliseconds(61 * 50 + 10))
      << "62 requests, the login and the balance among them";
  const auto& asked = transport->asked();
  for (std::size_t i = 20; i < asked.size(); ++i) {
    EXPECT_GE(asked[i].at - asked[i - 20].at, seconds(1));
  }
}

TEST_F(PacedReaderTest, WhatIsTooMuchForOneBudgetIsDeferred) {
  AddAccount("main", 60);
  read.requests_per_second = 20;
  read.balance.reset();
  latency = milliseconds(10);
  EXPECT_EQ(Outcomes(Scrape(seconds(2))), "read 39, deferred 21");
}

TEST_F(PacedReaderTest, EachAccountHasItsOwnLimit) {
  AddAccount("main", 10);
  AddAccount("second", 10);
  read.requests_per_second = 10;
  read.balance.reset();
  latency = milliseconds(10);
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 20");
  EXPECT_EQ(snapshot.duration, milliseconds(1010));
}

}  // namespace
}  // namespace bsg_exporter::collect
