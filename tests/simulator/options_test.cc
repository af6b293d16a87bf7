#include "tests/simulator/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::simulator {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::SizeIs;

Result<Options, int> Parse(std::vector<const char*> flags) {
  flags.insert(flags.begin(), "bsg_simulator");
  return ParseOptions(static_cast<int>(flags.size()), flags.data());
}

TEST(ParseCampaignTest, ReadsItsParts) {
  const auto campaign = ParseCampaign("7:paused:viber:north");
  ASSERT_THAT(campaign, IsOk());
  EXPECT_EQ(campaign->id, 7);
  EXPECT_EQ(campaign->kind, Kind::kPaused);
  EXPECT_EQ(campaign->type, Type::kViber);
  EXPECT_EQ(campaign->account, "north");
  EXPECT_THAT(ParseCampaign("7:asleep"),
              FailsWith(Reason::kInternal, "no kind 'asleep'"));
  EXPECT_THAT(ParseCampaign("7:done:fax"),
              FailsWith(Reason::kInternal, "no type 'fax'"));
  EXPECT_THAT(ParseCampaign("x"), FailsWith(Reason::kInternal, _));
}

TEST(ParseOptionsTest, Defaults) {
  const auto options = Parse({});
  ASSERT_TRUE(options.ok());
  EXPECT_THAT(options->listen, ElementsAre("127.0.0.1:0"));
  EXPECT_THAT(options->accounts, ElementsAre(Account{}));
  EXPECT_EQ(options->campaigns, 10u);
  EXPECT_EQ(options->first_id, 61'000'001);
  EXPECT_EQ(options->speed, 1);
  EXPECT_EQ(options->start, std::nullopt);
  EXPECT_EQ(options->token_ttl, std::chrono::hours(720));
}

TEST(ParseOptionsTest, ReadsEveryFlag) {
  const auto options =
      Parse({"--listen=[::1]:80", "--listen=unix:/x", "--seed=5", "--speed=0",
             "--time=1771000000.5", "--time-zone-offset=+3h", "--token-ttl=2s",
             "--token-claim-offset=-1h", "--account=a:ka", "--account=b:kb:USD",
             "--campaigns=3", "--first-id=9", "--scenario=demo",
             "--campaign=7:stuck:sms:b", "--shape=table",
             "--fault=kind=503&times=2", "--documents=/d"});
  ASSERT_TRUE(options.ok());
  EXPECT_THAT(options->listen, ElementsAre("[::1]:80", "unix:/x"));
  EXPECT_EQ(options->seed, 5u);
  EXPECT_EQ(options->speed, 0);
  EXPECT_EQ(options->start, Instant(Span(1'771'000'000'500)));
  EXPECT_EQ(options->created_offset, std::chrono::hours(3));
  EXPECT_EQ(options->token_ttl, std::chrono::seconds(2));
  EXPECT_EQ(options->token_claim_offset, -std::chrono::hours(1));
  EXPECT_THAT(options->accounts, SizeIs(2));
  EXPECT_EQ(options->campaigns, 3u);
  EXPECT_EQ(options->first_id, 9);
  EXPECT_TRUE(options->demo);
  ASSERT_THAT(options->named, SizeIs(1));
  EXPECT_EQ(options->named[0].account, "b");
  EXPECT_EQ(options->shape, ShapeByName("table"));
  ASSERT_THAT(options->faults, SizeIs(1));
  EXPECT_EQ(options->faults[0].status, 503);
  EXPECT_EQ(options->documents, "/d");
}

TEST(ParseOptionsTest, CampaignsByNameLeaveOutTheMix) {
  EXPECT_EQ(Parse({"--scenario=demo"})->campaigns, 0u);
  EXPECT_EQ(Parse({"--campaign=7"})->campaigns, 0u);
  EXPECT_EQ(Parse({"--documents=/d"})->campaigns, 0u);
}

TEST(ParseOptionsTest, RefusesMistakes) {
  for (const char* const flag :
       {"--nope", "--seed=x", "--speed=-1", "--shape=round", "--time=1e99",
        "--scenario=tragedy", "--campaign=x", "--campaign=7:done:rcs:nobody",
        "--fault=kind=x", "--token-ttl=soon", "--account=a"}) {
    const auto options = Parse({flag});
    ASSERT_FALSE(options.ok()) << flag;
    EXPECT_EQ(options.error(), 2) << flag;
  }
  EXPECT_FALSE(Parse({"--account=a:k", "--account=a:l"}).ok());
  EXPECT_FALSE(Parse({"--account=a:k", "--account=b:k"}).ok());
}

}  // namespace
}  // namespace bsg_exporter::simulator
