// The API asks for fewer requests, and gets them: for as long as it says.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ThrottlingTest : public testing::TestWithParam<std::string>,
                       protected ScenarioRig {};

// One answer out of an hour's, whatever campaign it is about.
TEST_P(ThrottlingTest, ATimeThatIsNamedIsKept) {
  AddAccount("main", 50);
  ScrapeFor(minutes(5), seconds(15));
  Break("kind=429&times=1&endpoint=detail&" + GetParam());
  Scrape();
  const std::uint64_t before = Requests();
  const SteadyTime start = clock.Steady();
  ScrapeFor(minutes(5) - seconds(1), seconds(15), [&](const auto& snapshot) {
    ASSERT_EQ(Requests(), before);
    ASSERT_EQ(snapshot.duration, Duration::zero());
    for (const auto& campaign : snapshot.campaigns) {
      ASSERT_NE(campaign->document, nullptr);
    }
  });
  clock.AdvanceTo(start + minutes(5) + seconds(1));
  EXPECT_EQ(Outcomes(Scrape()), "read 50");
}

INSTANTIATE_TEST_SUITE_P(Forms, ThrottlingTest,
                         testing::Values("retry_after=300",
                                         "retry_after=date:300"),
                         [](const auto& test) {
                           return test.param.find("date") == std::string::npos
                                      ? "Seconds"
                                      : "Date";
                         });

class PauseTest : public testing::Test, protected ScenarioRig {};

TEST_F(PauseTest, OfOneAccountTouchesNoOther) {
  AddAccount("one", 20);
  AddAccount("two", 20);
  ScrapeFor(minutes(5), seconds(15));
  Break("kind=429&account=one&retry_after=60");
  ScrapeFor(hours(1), seconds(15), [&](const auto& snapshot) {
    ASSERT_EQ(snapshot.outcomes[1][metrics::Outcome::kRead], 20u);
  });
}

// Without a time the pauses grow: 10 s, 20 s, … 15 minutes.
TEST_F(PauseTest, GrowsWhereNoTimeIsNamed) {
  AddAccount("main", 50);
  ScrapeFor(minutes(5), seconds(15));
  Break("kind=429");
  std::vector<std::uint64_t> by_half_hour;
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t before = Requests();
    ScrapeFor(minutes(30), seconds(15));
    by_half_hour.push_back(Requests() - before);
  }
  EXPECT_LE(by_half_hour[0], 40u);
  EXPECT_LE(by_half_hour[1], 2u);
  EXPECT_LE(by_half_hour[3], 2u);
}

class BackOffTest : public testing::Test, protected ScenarioRig {};

TEST_F(BackOffTest, DoublesFromMinIntervalUpToSettled) {
  AddAccount("main", 10);
  read.retries = 0;
  Break("kind=500&campaign=4");
  std::vector<int> waits;  // in scrapes of 10 s
  int since = 0;
  std::uint64_t reads = 0;
  ScrapeFor(hours(2), seconds(10), [&](const auto&) {
    if (Reads(4) > reads && reads > 0) waits.push_back(since);
    if (Reads(4) > reads) since = 0;
    reads = Reads(4);
    ++since;
  });
  EXPECT_EQ(waits,
            (std::vector<int>{2, 4, 8, 16, 32, 64, 90, 90, 90, 90, 90, 90}));
}

}  // namespace
}  // namespace bsg_exporter::scenarios
