#include "bsg_exporter/base/clock.h"

#include <gtest/gtest.h>

namespace bsg_exporter {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(ToSecondsTest, KeepsMicrosecondsOfWallTime) {
  EXPECT_EQ(ToSeconds(WallTime(microseconds(1'771'000'000'123'456))),
            1771000000.123456);
  EXPECT_EQ(ToSeconds(WallTime(microseconds(-1'500'000))), -1.5);
}

TEST(ToSecondsTest, ReadsDurationsInSeconds) {
  EXPECT_EQ(ToSeconds(Duration(milliseconds(250))), 0.25);
}

TEST(SystemClockTest, ItsSteadyFaceNeverGoesBack) {
  const SystemClock clock;
  const SteadyTime before = clock.Steady();
  EXPECT_GE(clock.Steady(), before);
  EXPECT_GT(ToSeconds(clock.Wall()), 1.7e9);
}

}  // namespace
}  // namespace bsg_exporter
