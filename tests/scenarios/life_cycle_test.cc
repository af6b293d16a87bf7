// Read as often as there is something to learn: what a day of scrapes costs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using simulator::Kind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

class LifeCycleTest : public testing::Test, protected ScenarioRig {};

// The requests of each scrape of an hour.
struct Hour {
  std::uint64_t sum = 0;
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

Hour HourOf(const std::vector<std::uint64_t>& costs) {
  Hour hour{0, costs.front(), 0};
  for (const std::uint64_t cost : costs) {
    hour.sum += cost;
    hour.least = std::min(hour.least, cost);
    hour.most = std::max(hour.most, cost);
  }
  return hour;
}

TEST_F(LifeCycleTest, ADayOfAThousandCampaignsOfWhich95PercentAreSettled) {
  constexpr int kScrapes = 240;  // an hour, every 15 s
  constexpr double kAll = 1000;
  AddAccount("main", 50, Kind::kStuck);
  AddCampaigns(950, Kind::kSettled);
  std::printf(
      "| hour | scrapes | requests | per scrape | of 1,000 | least | most |\n"
      "|---|---|---|---|---|---|---|\n");
  std::uint64_t day = 0, most = 0;
  for (int h = 0; h < 24; ++h) {
    std::vector<std::uint64_t> costs;
    std::uint64_t before = Requests();
    ScrapeFor(hours(1), seconds(15), [&](const auto& snapshot) {
      for (const auto& c : snapshot.campaigns) ASSERT_FALSE(c->failure);
      costs.push_back(Requests() - before);
      before = Requests();
    });
    const Hour hour = HourOf(costs);
    const double mean = static_cast<double>(hour.sum) / kScrapes;
    std::printf("| %d | %d | %lu | %.1f | %.1f %% | %lu | %lu |\n", h, kScrapes,
                hour.sum, mean, 100 * mean / kAll, hour.least, hour.most);
    day += hour.sum;
    if (h > 0) most = std::max(most, hour.most);
  }
  const double mean = static_cast<double>(day) / (24 * kScrapes);
  EXPECT_LE(mean, 0.07 * kAll);
  EXPECT_LE(most, 0.07 * kAll) << "of each but those of the first hour";
}

TEST_F(LifeCycleTest, ACampaignIsReadAsOftenAsItsLifeAsksFor) {
  AddAccount("main", 1, Kind::kModeration);
  std::vector<Duration> intervals;
  ScrapeFor(hours(24 * 5), minutes(1), [&](const auto& snapshot) {
    const Duration interval = *Campaign(snapshot, 1).refresh_interval;
    if (intervals.empty() || intervals.back() != interval) {
      intervals.push_back(interval);
    }
  });
  EXPECT_THAT(intervals, ElementsAre(minutes(1),     // waiting
                                     seconds(10),    // active: min_interval
                                     minutes(1),     // finishing
                                     minutes(15)));  // settled
}

}  // namespace
}  // namespace bsg_exporter::scenarios
