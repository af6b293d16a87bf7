#include "exporter/app/account_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/capture_log.h"
#include "tests/support/fake_clock.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::vector<bsg::CampaignId> Ids(
    const std::vector<collect::CampaignOptions>& campaigns) {
  std::vector<bsg::CampaignId> ids;
  for (const auto& campaign : campaigns) ids.push_back(campaign.id);
  return ids;
}

class AccountOptionsTest : public testing::Test {
 protected:
  AccountOptionsTest() {
    config_.name = "main";
    config_.time_zone = "UTC";
    config_.campaigns = {{7, {{"team", "growth"}}}};
  }
  Result<collect::AccountOptions> Make() {
    return AccountOptionsOf(config_, refresh_, clock_, log_);
  }

  TempDir dir_;
  config::AccountConfig config_;
  config::RefreshConfig refresh_;
  FakeClock clock_;
  CaptureLog log_;
};

TEST_F(AccountOptionsTest, EachIsTakenFromItsOwnKey) {
  config_.name = "north";
  config_.base_url = "https://api.example";
  config_.time_zone = "Etc/GMT-3";
  config_.api_key_file = dir_.Write("key", "live_x\n");
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(account->name, "north");
  EXPECT_EQ(account->base_url, "https://api.example");
  EXPECT_THAT(account->read_key(), IsOkAndHolds(Secret("live_x")));
  const auto zone = bsg::TimeZone::Load("Etc/GMT-3");
  ASSERT_THAT(zone, IsOk());
  EXPECT_EQ(account->zone, *zone);
}

TEST_F(AccountOptionsTest, WithoutFilesTheCampaignsNeverChange) {
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  EXPECT_THAT(Ids(account->campaigns), ElementsAre(7));
  EXPECT_THAT(account->campaigns[0].labels,
              ElementsAre(std::pair("team", "growth")));
  EXPECT_FALSE(account->changed);
  EXPECT_FALSE(account->discovery);
}

TEST_F(AccountOptionsTest, DiscoveryHasItsKeysAndRetiresByTheRefreshSection) {
  config_.discovery = {.enabled = true,
                       .types = {"sms"},
                       .created_within = seconds(71),
                       .refresh_interval = seconds(72),
                       .max_campaigns = 73};
  refresh_.retire_after = seconds(77);
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  ASSERT_TRUE(account->discovery);
  EXPECT_THAT(account->discovery->types, ElementsAre("sms"));
  EXPECT_EQ(account->discovery->created_within, seconds(71));
  EXPECT_EQ(account->discovery->refresh_interval, seconds(72));
  EXPECT_EQ(account->discovery->max_campaigns, 73u);
  EXPECT_EQ(account->discovery->retire_after, seconds(77));
}

TEST_F(AccountOptionsTest, DefaultsOfDiscoveryAreThoseOfTheReader) {
  config_.discovery.enabled = true;
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(account->discovery,
            collect::DiscoveryOptions{.types = config_.discovery.types});
}

TEST_F(AccountOptionsTest, CampaignFilesAreReadAtTheStartAndWhenTheyChange) {
  const std::string path = dir_.Write("a.toml", "campaigns = [9]\n");
  config_.campaign_files = {path};
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  EXPECT_THAT(Ids(account->campaigns), ElementsAre(7, 9));
  EXPECT_EQ(account->changed(), std::nullopt);
  dir_.Write("a.toml", "campaigns = [9, 10]\n");
  EXPECT_EQ(account->changed(), std::nullopt) << "looked a moment ago";
  clock_.Advance(seconds(1));
  const auto changed = account->changed();
  ASSERT_TRUE(changed);
  EXPECT_THAT(Ids(*changed), ElementsAre(7, 9, 10));
  EXPECT_THAT(log_.notable(),
              ElementsAre("info campaign files have changed account=main "
                          "campaigns=3"));
}

TEST_F(AccountOptionsTest, AFileThatWentWrongIsLoggedOnceAndChangesNothing) {
  const std::string path = dir_.Write("a.toml", "campaigns = [9]\n");
  config_.campaign_files = {path};
  const auto account = Make();
  dir_.Write("a.toml", "campaings = [9, 10]\n");
  for (int i = 0; i < 3; ++i) {
    clock_.Advance(seconds(2));
    EXPECT_EQ(account->changed(), std::nullopt);
  }
  ASSERT_THAT(log_.notable(), SizeIs(1));
  EXPECT_THAT(log_.notable()[0], HasSubstr(path + ":1:1: unknown key"));
}

TEST_F(AccountOptionsTest, AFileThatIsWrongAtTheStartIsAnError) {
  const std::string path = dir_.Write("a.toml", "campaigns = 9\n");
  config_.campaign_files = {path};
  EXPECT_THAT(Make(), FailsWith(Reason::kInternal, HasSubstr(path + ":1:1: ")));
}

TEST_F(AccountOptionsTest, ARepeatedCampaignIsAWarning) {
  config_.campaign_files = {dir_.Write("a.toml", "campaigns = [7]\n")};
  const auto account = Make();
  ASSERT_THAT(account, IsOk());
  EXPECT_THAT(Ids(account->campaigns), ElementsAre(7));
  ASSERT_THAT(log_.notable(), SizeIs(1));
  EXPECT_THAT(log_.notable()[0], HasSubstr("campaign files repeat a campaign"));
}

}  // namespace
}  // namespace bsg_exporter::app
