// Tokens that expire, are revoked, or seem to have expired.

#include <gtest/gtest.h>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using simulator::Endpoint;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class TokenTest : public testing::Test, protected ScenarioRig {
 protected:
  void ScrapeAllRead(Duration time) {
    ScrapeFor(time, seconds(15), [](const auto& snapshot) {
      for (const auto& campaign : snapshot.campaigns) {
        ASSERT_EQ(campaign->failure, std::nullopt) << campaign->id;
      }
    });
  }
};

TEST_F(TokenTest, IsRenewedAheadOfItsEndWithoutARefusedRequest) {
  options.token_ttl = hours(1);
  AddAccount("main", 10);
  ScrapeAllRead(hours(24));
  // Five minutes ahead, so one every 55 minutes.
  EXPECT_EQ(Requests(Endpoint::kLogin), 27u);
  EXPECT_EQ(Requests(Endpoint::kDetail), 10u * 24 * 240) << "none twice";
}

// Without a claim that says so: the first sign of it is a 401.
TEST_F(TokenTest, ItsEndInMidScrapeCostsOneLoginAndNoCampaign) {
  options.token_claim_offset = hours(24 * 30);
  options.token_ttl = minutes(10) + milliseconds(300);
  latency = milliseconds(200);
  AddAccount("main", 100);
  ScrapeAllRead(hours(2));
  EXPECT_EQ(Requests(Endpoint::kLogin), 12u);
  // Those that were under way with the old token, once more each.
  EXPECT_LE(Requests(Endpoint::kDetail), 100u * 480 + 11 * 16);
}

TEST_F(TokenTest, RevokedInMidScrapeItIsReplacedInTheSameScrape) {
  latency = milliseconds(200);
  AddAccount("main", 100);
  ScrapeAllRead(minutes(5));
  std::string outcomes;
  reader().Scrape(seconds(10), [&](const metrics::Snapshot& snapshot) {
    outcomes = Outcomes(snapshot);
  });
  reader().Scrape(milliseconds(500),
                  [&](const metrics::Snapshot&) { api().tokens.Revoke(0); });
  reader().RunUntilIdle();
  EXPECT_EQ(outcomes, "read 100");
  EXPECT_EQ(Requests(Endpoint::kLogin), 2u);
}

TEST_F(TokenTest, ALoginThatHangsIsAskedForOnceAScrape) {
  AddAccount("main", 50);
  Break("kind=hang&endpoint=login");
  ScrapeFor(hours(1), seconds(15), [](const auto& snapshot) {
    ASSERT_LE(snapshot.duration, seconds(10));
  });
  // The first scrape has time for a retry.
  EXPECT_LE(Requests(), 240u + 1);
  Mend();
  EXPECT_EQ(Outcomes(Scrape()), "read 50");
}

// The API's clock is behind ours, or ours is wrong.
TEST_F(TokenTest, ThatSeemsToHaveExpiredIsUsedAndCausesNoLoginStorm) {
  options.token_ttl = hours(24);
  options.token_claim_offset = -hours(48);
  AddAccount("main", 10);
  ScrapeAllRead(hours(12));
  EXPECT_EQ(Requests(Endpoint::kLogin), 1u);
}

TEST_F(TokenTest, ThatSeemsToHaveExpiredAndThenHasIsReplacedOnce) {
  options.token_ttl = hours(1);
  options.token_claim_offset = -hours(2);
  AddAccount("main", 10);
  ScrapeAllRead(hours(12));
  EXPECT_EQ(Requests(Endpoint::kLogin), 12u);
}

}  // namespace
}  // namespace bsg_exporter::scenarios
