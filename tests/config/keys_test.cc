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
  EXPECT_THAT(NamesIn(""), ElementsAre("time_zone", "account", "scrape",
                                       "refresh", "http", "web", "log"));
  EXPECT_THAT(
      NamesIn("account"),
      ElementsAre("name", "base_url", "api_key_file", "api_key_env",
                  "time_zone", "allow_insecure_http", "campaigns", "campaign"));
  EXPECT_THAT(NamesIn("account.campaign"), ElementsAre("id", "labels"));
  EXPECT_THAT(NamesIn("log"), ElementsAre("level", "format"));
}

TEST(KeysTest, ProposesTheNearestName) {
  EXPECT_EQ(DescribeUnknown("scrape", "timeot"),
            "unknown key 'scrape.timeot', did you mean 'timeout'?");
  EXPECT_EQ(DescribeUnknown("scrape", "timeout-offset"),
            "unknown key 'scrape.timeout-offset', did you mean "
            "'timeout_offset'?");
  EXPECT_EQ(DescribeUnknown("account", "nmae"),
            "unknown key 'account.nmae', did you mean 'name'?");
  EXPECT_EQ(DescribeUnknown("account", "campaingns"),
            "unknown key 'account.campaingns', did you mean 'campaigns'?");
}

TEST(KeysTest, ListsTheNamesWhereNoneIsNear) {
  EXPECT_EQ(DescribeUnknown("log", "colour"),
            "unknown key 'log.colour', known here: level, format");
  EXPECT_EQ(DescribeUnknown("log", ""),
            "unknown key 'log.', known here: level, format");
  EXPECT_EQ(DescribeUnknown("account.campaign", "x"),
            "unknown key 'account.campaign.x', known here: id, labels");
}

}  // namespace
}  // namespace bsg_exporter::config
