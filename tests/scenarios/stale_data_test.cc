// What the page says during an outage: at first what was known, at last only
// that nothing is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/scenarios/scenario_rig.h"
#include "tests/support/exposition_parser.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

// The names and labels of a page's series, without the reasons.
std::set<std::string> SeriesOf(const ParsedPage& page) {
  std::set<std::string> series;
  for (const ParsedFamily& family : page.families) {
    if (family.name.ends_with("_failure_info")) continue;
    for (const ParsedSample& sample : family.samples) {
      std::string text = sample.name;
      for (const auto& [name, value] : sample.labels) {
        text += "," + name + "=" + value;
      }
      series.insert(std::move(text));
    }
  }
  return series;
}

// The families that have samples of a campaign.
std::vector<std::string> CampaignFamiliesOf(const ParsedPage& page) {
  std::vector<std::string> names;
  for (const ParsedFamily& family : page.families) {
    if (family.name.starts_with("bsg_campaign_")) names.push_back(family.name);
  }
  return names;
}

class StaleDataTest : public testing::TestWithParam<std::string>,
                      protected ScenarioRig {
 protected:
  void SetUp() override {
    AddAccount("main", 10, simulator::Kind::kStuck);
    AddCampaigns(10, simulator::Kind::kSettled);
    AddCampaigns(5, simulator::Kind::kFuture);
  }

  ParsedPage Scraped() {
    auto page = ParseExposition(Page(Scrape()));
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *page : ParsedPage();
  }
};

TEST_P(StaleDataTest, AnOutageOfTwentyMinutesLosesNoSeries) {
  ScrapeFor(minutes(30), seconds(15));
  const std::set<std::string> before = SeriesOf(Scraped());
  Break(GetParam());
  ScrapeFor(minutes(20), seconds(15), [&](const auto& snapshot) {
    const auto page = ParseExposition(Page(snapshot));
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(SeriesOf(*page), before);
    ASSERT_EQ(snapshot.outcomes[0][metrics::Outcome::kFailed], 0u);
  });
  EXPECT_EQ(Scraped().Value("bsg_campaign_up",
                            {{"account", "main"}, {"campaign_id", "1"}}),
            0);
}

TEST_P(StaleDataTest, AnOutageOfTwoHoursLeavesOnlyUpAndTheReasons) {
  ScrapeFor(minutes(30), seconds(15));
  Break(GetParam());
  ScrapeFor(hours(2), seconds(15));
  const ParsedPage page = Scraped();
  EXPECT_THAT(CampaignFamiliesOf(page),
              ElementsAre("bsg_campaign_up", "bsg_campaign_failure_info",
                          "bsg_campaign_refresh_interval_seconds"));
  EXPECT_EQ(page.Find("bsg_campaign_up")->samples.size(), 25u);
  EXPECT_EQ(page.Find("bsg_campaign_failure_info")->samples.size(), 25u);
  EXPECT_EQ(page.Find("bsg_account_balance"), nullptr);
  EXPECT_EQ(page.Value("bsg_account_up", {{"account", "main"}}), 0);
}

TEST_P(StaleDataTest, ItsEndBringsAllBack) {
  ScrapeFor(minutes(30), seconds(15));
  const std::set<std::string> before = SeriesOf(Scraped());
  Break(GetParam());
  ScrapeFor(hours(2), seconds(15));
  Mend();
  ScrapeFor(minutes(16), seconds(15));
  EXPECT_EQ(SeriesOf(Scraped()), before);
}

INSTANTIATE_TEST_SUITE_P(Outages, StaleDataTest,
                         testing::Values("kind=reset", "kind=hang", "kind=500",
                                         "kind=503", "kind=429", "kind=401"),
                         [](const auto& test) { return test.param.substr(5); });

class GoneTest : public testing::Test, protected ScenarioRig {};

TEST_F(GoneTest, AThird404TakesTheDataAlong) {
  AddAccount("main", 5);
  ScrapeFor(minutes(5), seconds(15));
  Break("kind=404&campaign=3");
  const std::uint64_t start = Reads(3);
  ScrapeFor(hours(2), seconds(15), [&](const auto& snapshot) {
    const bsg::CampaignState& gone = Campaign(snapshot, 3);
    ASSERT_EQ(gone.failure, Reason::kNotFound);
    ASSERT_EQ(gone.refresh_interval, minutes(15));
    ASSERT_EQ(gone.document == nullptr, Reads(3) - start >= 3);
    ASSERT_EQ(snapshot.outcomes[0][metrics::Outcome::kRead], 4u);
  });
  EXPECT_LE(Reads(3) - start, 9u);
  Mend();
  ScrapeFor(minutes(15), seconds(15));
  EXPECT_EQ(Campaign(Scrape(), 3).failure, std::nullopt) << "back again";
}

}  // namespace
}  // namespace bsg_exporter::scenarios
