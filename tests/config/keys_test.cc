#include "exporter/config/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {
namespace {

using testing::ElementsAre;

TEST(KeysTest, AreListedOnce) {
  const std::vector<std::string> keys = KnownKeys();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(),
            keys.size());
}

TEST(KeysTest, KnowsTheNamesOfEachTable) {
  EXPECT_THAT(NamesIn(ConfigKeys(), ""),
              ElementsAre("time_zone", "account", "scrape", "refresh", "http",
                          "web", "log"));
  EXPECT_THAT(NamesIn(ConfigKeys(), "account"),
              ElementsAre("name", "base_url", "api_key_file", "api_key_env",
                          "time_zone", "allow_insecure_http", "campaigns",
                          "campaign_files", "campaign", "discovery"));
  EXPECT_THAT(NamesIn(ConfigKeys(), "account.campaign"),
              ElementsAre("id", "labels"));
  EXPECT_THAT(NamesIn(ConfigKeys(), "log"), ElementsAre("level", "format"));
}

TEST(KeysTest, KnowsTheNamesOfACampaignFile) {
  EXPECT_THAT(NamesIn(CampaignFileKeys(), ""),
              ElementsAre("campaigns", "campaign"));
  EXPECT_THAT(NamesIn(CampaignFileKeys(), "campaign"),
              ElementsAre("id", "labels"));
  EXPECT_EQ(DescribeUnknown(CampaignFileKeys(), "", "name"),
            "unknown key 'name', known here: campaigns, campaign");
}

TEST(KeysTest, ProposesTheNearestName) {
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "scrape", "timeot"),
            "unknown key 'scrape.timeot', did you mean 'timeout'?");
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "scrape", "timeout-offset"),
            "unknown key 'scrape.timeout-offset', did you mean "
            "'timeout_offset'?");
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "account", "nmae"),
            "unknown key 'account.nmae', did you mean 'name'?");
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "account", "campaingns"),
            "unknown key 'account.campaingns', did you mean 'campaigns'?");
}

TEST(KeysTest, ListsTheNamesWhereNoneIsNear) {
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "log", "colour"),
            "unknown key 'log.colour', known here: level, format");
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "log", ""),
            "unknown key 'log.', known here: level, format");
  EXPECT_EQ(DescribeUnknown(ConfigKeys(), "account.campaign", "x"),
            "unknown key 'account.campaign.x', known here: id, labels");
}

}  // namespace
}  // namespace bsg_exporter::config
