// What a reload costs the API, and what it loses.

#include <gtest/gtest.h>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using simulator::Endpoint;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class ReloadTest : public testing::Test, protected ScenarioRig {};

TEST_F(ReloadTest, AfterEveryScrapeItCostsTheApiNothing) {
  AddAccount("main", 100);
  options.token_ttl = hours(24);
  ScrapeFor(hours(1), seconds(15), [&](const auto& snapshot) {
    ASSERT_EQ(Outcomes(snapshot), "read 100");
    Reload();
  });
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
  EXPECT_EQ(Requests(Endpoint::kDetail), 100u * 240);
  EXPECT_EQ(Requests(Endpoint::kBalance), 60u);
}

TEST_F(ReloadTest, AmidAScrapeItLosesNothingAndReadsNothingTwice) {
  AddAccount("main", 200);
  latency = milliseconds(200);
  const auto is_whole = [](const metrics::Snapshot& snapshot) {
    const auto& outcomes = snapshot.outcomes.front();
    EXPECT_EQ(
        outcomes[metrics::Outcome::kRead] + outcomes[metrics::Outcome::kCached],
        200u)
        << Outcomes(snapshot);
  };
  for (int i = 0; i < 20; ++i) {
    reader().Scrape(seconds(10), is_whole);
    reader().Scrape(milliseconds(700), [&](const metrics::Snapshot& snapshot) {
      EXPECT_NE(Outcomes(snapshot), "read 200") << "too late to be amid it";
      Reload();
      reader().Scrape(seconds(10), is_whole);
      Reload();
      reader().Scrape(seconds(10), is_whole);
    });
    reader().RunUntilIdle();
    Wait(seconds(20));
  }
  EXPECT_EQ(Requests(Endpoint::kDetail), 200u * 20);
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
}

TEST_F(ReloadTest, ACampaignMoreIsReadAndNoOtherAgain) {
  AddAccount("main", 100);
  AddCampaigns(1, simulator::Kind::kStuck);
  const collect::CampaignOptions added = account(0).campaigns.back();
  account(0).campaigns.pop_back();
  EXPECT_EQ(Outcomes(Scrape()), "read 100");
  account(0).campaigns.push_back(added);
  Reload();
  EXPECT_EQ(Outcomes(Scrape()), "read 1, cached 100");
  EXPECT_EQ(Requests(Endpoint::kDetail), 101u);
  account(0).campaigns.erase(account(0).campaigns.begin());
  Reload();
  EXPECT_EQ(Outcomes(Scrape()), "cached 100");
  Wait(minutes(1));
  Scrape();
  EXPECT_EQ(Reads(1), 1u);
  EXPECT_EQ(Reads(2), 2u);
}

TEST_F(ReloadTest, DuringAnOutageItStartsNoStorm) {
  AddAccount("main", 100);
  Scrape();
  Break("kind=503");
  ScrapeFor(minutes(10), seconds(15));
  const std::uint64_t before = Requests();
  ScrapeFor(minutes(10), seconds(15), [&](const auto&) { Reload(); });
  EXPECT_LE(Requests() - before, 40u) << "one a scrape";
  Mend();
  ScrapeFor(minutes(1), seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 100");
}

}  // namespace
}  // namespace bsg_exporter::scenarios
