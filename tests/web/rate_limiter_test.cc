#include "exporter/web/rate_limiter.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// How many pass before one does not.
int Burst(RateLimiter& limiter, const Clock& clock) {
  int passed = 0;
  while (passed < 1000 && limiter.Take(clock.Steady())) ++passed;
  return passed;
}

TEST(RateLimiterTest, LetsASecondsWorthPassAtOnceAndTheRestInItsTime) {
  FakeClock clock;
  RateLimiter limiter(10, clock.Steady());
  EXPECT_EQ(Burst(limiter, clock), 10);
  clock.Advance(milliseconds(99));
  EXPECT_EQ(Burst(limiter, clock), 0);
  clock.Advance(milliseconds(1));
  EXPECT_EQ(Burst(limiter, clock), 1);
  clock.Advance(milliseconds(500));
  EXPECT_EQ(Burst(limiter, clock), 5);
}

TEST(RateLimiterTest, SavesUpNoMoreThanThat) {
  FakeClock clock;
  RateLimiter limiter(3, clock.Steady());
  clock.Advance(hours(1));
  EXPECT_EQ(Burst(limiter, clock), 3);
}

TEST(RateLimiterTest, NoneIsNoLimit) {
  FakeClock clock;
  RateLimiter limiter(0, clock.Steady());
  EXPECT_EQ(Burst(limiter, clock), 1000);
}

}  // namespace
}  // namespace bsg_exporter::web
