#include "bsg_exporter/base/log_throttle.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace bsg_exporter {
namespace {

using std::chrono::seconds;

TEST(LogThrottleTest, TheFirstLineAndEveryChangePassAtOnce) {
  const FakeClock clock;
  LogThrottle throttle(clock);
  EXPECT_EQ(throttle.Pass("campaign 1", "timeout"), 0u);
  EXPECT_EQ(throttle.Pass("campaign 2", "timeout"), 0u);
  EXPECT_EQ(throttle.Pass("campaign 1", "connect"), 0u);
}

TEST(LogThrottleTest, TheSameAgainPassesOnceAMinuteWithACount) {
  FakeClock clock;
  LogThrottle throttle(clock);
  EXPECT_EQ(throttle.Pass("a", "timeout"), 0u);
  clock.Advance(seconds(15));
  EXPECT_EQ(throttle.Pass("a", "timeout"), std::nullopt);
  clock.Advance(seconds(44));
  EXPECT_EQ(throttle.Pass("a", "timeout"), std::nullopt);
  clock.Advance(seconds(1));
  EXPECT_EQ(throttle.Pass("a", "timeout"), 2u);
  EXPECT_EQ(throttle.Pass("a", "timeout"), std::nullopt);
}

TEST(LogThrottleTest, ClearTellsWhetherThereWasTrouble) {
  const FakeClock clock;
  LogThrottle throttle(clock);
  EXPECT_FALSE(throttle.Clear("a"));
  EXPECT_EQ(throttle.Pass("a", "timeout"), 0u);
  EXPECT_TRUE(throttle.Clear("a"));
  EXPECT_EQ(throttle.Pass("a", "timeout"), 0u);
}

}  // namespace
}  // namespace bsg_exporter
