// A host's clock that is set anew changes timestamps and nothing else: ages,
// due times and back-offs follow the clock that never jumps.

#include <gtest/gtest.h>

#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ClockJumpTest : public testing::TestWithParam<hours> {
 protected:
  // An hour with everything in it that waits: intervals of all lengths, a
  // back-off, stale data; then the same again after the jump.
  struct Run : ScenarioRig {
    explicit Run(hours jump) {
      AddAccount("main", 10, simulator::Kind::kStuck);
      AddCampaigns(10, simulator::Kind::kSettled);
      AddCampaigns(10, simulator::Kind::kFuture);
      ScrapeFor(minutes(30), seconds(15));
      Break("kind=500&campaign=2");
      ScrapeFor(minutes(5), seconds(15));
      host.Jump(jump);
      ScrapeFor(hours(2), seconds(15), [&](const auto& snapshot) {
        costs.push_back(Requests(simulator::Endpoint::kDetail));
        outcomes.push_back(Outcomes(snapshot));
        for (const auto& campaign : snapshot.campaigns) {
          intervals.push_back(*campaign->refresh_interval);
        }
      });
    }
    std::vector<std::uint64_t> costs;
    std::vector<std::string> outcomes;
    std::vector<Duration> intervals;
  };
};

TEST_P(ClockJumpTest, ChangesNothingButTimestamps) {
  const Run steady(hours(0));
  Run jumped(GetParam());
  EXPECT_EQ(jumped.costs, steady.costs);
  EXPECT_EQ(jumped.outcomes, steady.outcomes);
  EXPECT_EQ(jumped.intervals, steady.intervals);
  // A token that seems to be at its end is replaced: once.
  EXPECT_LE(jumped.Requests(simulator::Endpoint::kLogin), 2u);
  const WallTime start = jumped.clock.Wall() + GetParam();
  const metrics::Snapshot snapshot = jumped.Scrape();
  EXPECT_EQ(jumped.Campaign(snapshot, 1).received, start + jumped.latency);
}

INSTANTIATE_TEST_SUITE_P(Jumps, ClockJumpTest,
                         testing::Values(-hours(24), hours(24), hours(24 * 31)),
                         [](const auto& test) {
                           const auto by = test.param.count();
                           return by < 0 ? "Back" + std::to_string(-by) + "h"
                                         : "Ahead" + std::to_string(by) + "h";
                         });

}  // namespace
}  // namespace bsg_exporter::scenarios
