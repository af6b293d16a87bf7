// However many ask at once, or in turns: the API is asked once.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using simulator::Endpoint;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class SingleFlightTest : public testing::Test, protected ScenarioRig {};

TEST_F(SingleFlightTest, SixtyFourScrapesAtOnceCostOneRead) {
  AddAccount("main", 100);
  const std::vector<Duration> budgets(64, seconds(10));
  for (int i = 0; i < 5; ++i) {
    for (const auto& snapshot : ScrapeTogether(budgets)) {
      EXPECT_EQ(Outcomes(snapshot), "read 100");
    }
    Wait(seconds(15));
  }
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
  EXPECT_EQ(Requests(Endpoint::kDetail), 5u * 100);
}

// Two Prometheus servers that scrape in turns.
struct Replicas {
  seconds interval;
  double offset;  // of the second one, as part of the interval
};

class ReplicasTest : public testing::TestWithParam<Replicas>,
                     protected ScenarioRig {};

TEST_P(ReplicasTest, CostTheApiOneRead) {
  const auto [interval, part] = GetParam();
  const auto offset = std::chrono::duration_cast<milliseconds>(interval * part);
  AddAccount("main", 20);
  read.min_interval = interval * 3 / 4;
  const auto scrapes = static_cast<std::uint64_t>(hours(1) / interval);
  const SteadyTime start = clock.Steady();
  for (std::uint64_t i = 0; i < scrapes; ++i) {
    clock.AdvanceTo(start + interval * i);
    const std::uint64_t before = Requests(Endpoint::kDetail);
    const metrics::Snapshot first = Scrape();
    clock.AdvanceTo(start + interval * i + offset);
    const metrics::Snapshot second = Scrape();
    EXPECT_EQ(Requests(Endpoint::kDetail) - before, 20u) << "interval " << i;
    for (const auto& campaign : first.campaigns) {
      EXPECT_EQ(campaign->failure, std::nullopt);
    }
    for (const auto& campaign : second.campaigns) {
      EXPECT_EQ(campaign->failure, std::nullopt);
    }
  }
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
  EXPECT_EQ(Requests(Endpoint::kBalance), 60u) << "once a minute";
  EXPECT_EQ(Requests(), 1 + 60 + 20 * scrapes);
}

INSTANTIATE_TEST_SUITE_P(
    , ReplicasTest, testing::ValuesIn([] {
      std::vector<Replicas> all;
      for (const seconds interval : {seconds(15), seconds(60)}) {
        for (const double offset : {0.02, 0.25, 0.5, 0.6, 0.74}) {
          all.push_back({interval, offset});
        }
      }
      return all;
    }()),
    [](const auto& test) {
      return std::to_string(test.param.interval.count()) + "sBy" +
             std::to_string(static_cast<int>(test.param.offset * 100));
    });

}  // namespace
}  // namespace bsg_exporter::scenarios
