// However many ask at once, or in turns: the API is asked once.

#include <gtest/gtest.h>

#include <string>
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
  milliseconds interval;
  int offset;  // of the second one, in percent of the interval
};

class ReplicasTest : public testing::TestWithParam<Replicas>,
                     protected ScenarioRig {
 protected:
  void ScrapeAt(SteadyTime time) {
    clock.AdvanceTo(time);
    for (const auto& campaign : Scrape().campaigns) {
      EXPECT_EQ(campaign->failure, std::nullopt) << campaign->id;
    }
  }
};

TEST_P(ReplicasTest, CostTheApiOneRead) {
  const auto [interval, percent] = GetParam();
  const milliseconds offset = interval * percent / 100;
  AddAccount("main", 20);
  read.min_interval = interval * 3 / 4;
  // The very first read may be too old already for the second one's first.
  const std::uint64_t once_more = offset >= interval * 3 / 4 ? 20 : 0;
  const auto scrapes = static_cast<std::uint64_t>(hours(1) / interval);
  const SteadyTime start = clock.Steady();
  for (std::uint64_t i = 0; i < scrapes; ++i) {
    const std::uint64_t before = Requests(Endpoint::kDetail);
    ScrapeAt(start + interval * i);
    ScrapeAt(start + interval * i + offset);
    EXPECT_EQ(Requests(Endpoint::kDetail) - before,
              i == 0 ? 20 + once_more : 20)
        << "interval " << i;
  }
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
  EXPECT_LE(Requests(Endpoint::kBalance), 61u) << "once a minute";
}

INSTANTIATE_TEST_SUITE_P(
    Replicas, ReplicasTest, testing::ValuesIn([] {
      std::vector<Replicas> all;
      for (const seconds interval : {seconds(15), seconds(60)}) {
        for (const int offset : {2, 25, 50, 74, 90}) {
          all.push_back({interval, offset});
        }
      }
      return all;
    }()),
    [](const auto& test) {
      return "Each" + std::to_string(test.param.interval / seconds(1)) +
             "sOffset" + std::to_string(test.param.offset) + "Percent";
    });

}  // namespace
}  // namespace bsg_exporter::scenarios
