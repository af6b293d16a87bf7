#include "exporter/collect/pace.h"

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PaceTest : public testing::Test {
 protected:
  FakeClock clock_;
  const SteadyTime start_ = clock_.Steady();
  Pace pace_{10, clock_};
};

TEST_F(PaceTest, RequestsAreSpreadEvenly) {
  EXPECT_TRUE(pace_.Allows());
  pace_.Started();
  clock_.Advance(milliseconds(99));
  EXPECT_FALSE(pace_.Allows());
  EXPECT_EQ(pace_.next(), start_ + milliseconds(100));
  clock_.Advance(milliseconds(1));
  EXPECT_TRUE(pace_.Allows());
}

TEST_F(PaceTest, ALateWakeUpCostsNothing) {
  pace_.Started();
  clock_.Advance(milliseconds(115));
  pace_.Started();
  EXPECT_EQ(pace_.next(), start_ + milliseconds(200));
}

TEST_F(PaceTest, WhatWasNotUsedIsNotSavedUp) {
  pace_.Started();
  clock_.Advance(seconds(60));
  pace_.Started();
  EXPECT_EQ(pace_.next(), start_ + seconds(60) + milliseconds(100));
}

TEST_F(PaceTest, ZeroIsNoLimit) {
  Pace unlimited(0, clock_);
  unlimited.Started();
  EXPECT_TRUE(unlimited.Allows());
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
