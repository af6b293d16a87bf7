// A set too large for one budget is read over several scrapes.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using metrics::Outcome;
using simulator::Endpoint;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class FairnessTest : public testing::Test, protected ScenarioRig {};

TEST_F(FairnessTest, TwoThousandCampaignsTakeTurns) {
  AddAccount("main", 2000);
  latency = milliseconds(200);
  std::map<bsg::CampaignId, SteadyTime> last_new;
  std::map<bsg::CampaignId, WallTime> received;
  Duration longest{};
  std::size_t scrapes = 0;
  ScrapeFor(minutes(20), seconds(15), [&](const auto& snapshot) {
    ++scrapes;
    ASSERT_LE(snapshot.duration, seconds(10));
    const metrics::OutcomeCounts& outcomes = snapshot.outcomes[0];
    // 50 rounds of 16, less the login and the balance.
    ASSERT_GE(outcomes[Outcome::kRead], 760u);
    ASSERT_EQ(outcomes[Outcome::kRead] + outcomes[Outcome::kDeferred], 2000u);
    std::size_t pending = 0;
    for (const auto& campaign : snapshot.campaigns) {
      if (campaign->failure) {
        ASSERT_EQ(campaign->failure, Reason::kPending);
        ++pending;
        continue;
      }
      SteadyTime& since = last_new[campaign->id];
      if (received[campaign->id] != *campaign->received) {
        received[campaign->id] = *campaign->received;
        if (since != SteadyTime()) {
          longest = std::max(longest, clock.Steady() - since);
        }
        since = clock.Steady();
      }
    }
    ASSERT_LE(pending, 2000 - std::min<std::size_t>(2000, 760 * scrapes));
  });
  EXPECT_LE(longest, seconds(60)) << "each has its turn within four scrapes";
  std::uint64_t least = Reads(1), most = least;
  for (bsg::CampaignId id = 1; id <= 2000; ++id) {
    least = std::min(least, Reads(id));
    most = std::max(most, Reads(id));
  }
  EXPECT_LE(most - least, 1u);
  EXPECT_EQ(transport->max_in_flight(), 16u);
}

// Old campaigns and their turns are not pushed back by one that hangs.
TEST_F(FairnessTest, CampaignsThatHangStarveNoneOfALargeSet) {
  AddAccount("main", 1000);
  latency = milliseconds(200);
  for (const int id : {1, 400, 999}) {
    Break("kind=hang&campaign=" + std::to_string(id));
  }
  std::map<bsg::CampaignId, WallTime> received;
  ScrapeFor(minutes(20), seconds(15), [&](const auto& snapshot) {
    for (const auto& campaign : snapshot.campaigns) {
      if (campaign->received) received[campaign->id] = *campaign->received;
    }
    ASSERT_LE(snapshot.outcomes[0][Outcome::kFailed], 3u);
  });
  EXPECT_EQ(received.size(), 997u);
  for (const auto& [id, when] : received) {
    EXPECT_GE(when, clock.Wall() - seconds(60)) << id;
  }
}

TEST_F(FairnessTest, AnAccountThatHangsDoesNotTouchAnother) {
  AddAccount("hangs", 50);
  AddAccount("well", 200);
  Break("kind=hang&account=hangs");
  ScrapeFor(minutes(20), seconds(15), [&](const auto& snapshot) {
    ASSERT_EQ(snapshot.outcomes[0][Outcome::kFailed] +
                  snapshot.outcomes[0][Outcome::kDeferred],
              50u);
    ASSERT_EQ(snapshot.outcomes[1][Outcome::kRead], 200u);
    ASSERT_LE(snapshot.duration, seconds(10));
  });
  for (bsg::CampaignId id = 51; id <= 250; ++id) EXPECT_EQ(Reads(id), 80u);
}

TEST_F(FairnessTest, EachAccountHasItsOwnConcurrency) {
  AddAccount("one", 100);
  AddAccount("two", 100);
  latency = milliseconds(200);
  Scrape();
  EXPECT_EQ(transport->max_in_flight(), 32u);
}

}  // namespace
}  // namespace bsg_exporter::scenarios
