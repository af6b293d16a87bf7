#include "exporter/collect/roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::collect {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

const WallTime kNow = WallTime(hours(24 * 20'000));

bsg::ListedCampaign Listed(bsg::CampaignId id, const std::string& status,
                           days created_ago = days(1)) {
  bsg::ListedCampaign campaign;
  campaign.id = id;
  campaign.status = status;
  campaign.created_at = kNow - created_ago;
  return campaign;
}

std::vector<CampaignOptions> Configured(
    std::initializer_list<bsg::CampaignId> ids) {
  std::vector<CampaignOptions> campaigns;
  for (const bsg::CampaignId id : ids) campaigns.push_back({id, {}});
  return campaigns;
}

const RosterRules kRules = {.account = "main",
                            .max_discovered = 1000,
                            .retire_after = days(7),
                            .shard = {}};

std::vector<bsg::CampaignId> Ids(const Roster& roster) {
  std::vector<bsg::CampaignId> ids;
  for (const auto& member : roster.members) ids.push_back(member.id);
  return ids;
}

TEST(RosterTest, HasTheConfiguredAndTheListedById) {
  const Roster roster =
      MakeRoster(Configured({3, 9}), {Listed(7, "sending"), Listed(1, "done")},
                 kRules, kNow);
  EXPECT_THAT(Ids(roster), ElementsAre(1, 3, 7, 9));
  EXPECT_FALSE(roster.members[1].discovered);
  EXPECT_TRUE(roster.members[2].discovered);
  EXPECT_EQ(roster.count.configured, 2u);
  EXPECT_EQ(roster.count.discovered, 2u);
}

TEST(RosterTest, WhoIsConfiguredAndListedIsThereOnceAndKeepsItsLabels) {
  std::vector<CampaignOptions> configured = Configured({3});
  configured[0].labels = {{"team", "growth"}};
  const Roster roster =
      MakeRoster(configured, {Listed(3, "done", days(30))}, kRules, kNow);
  EXPECT_THAT(Ids(roster), ElementsAre(3));
  EXPECT_EQ(*roster.members[0].labels, configured[0].labels);
  EXPECT_FALSE(roster.members[0].discovered);
  EXPECT_EQ(roster.count.discovered, 0u);
}

TEST(RosterTest, WhoIsListedTwiceIsThereOnce) {
  const Roster roster = MakeRoster(
      {}, {Listed(7, "sending"), Listed(7, "sending")}, kRules, kNow);
  EXPECT_THAT(Ids(roster), ElementsAre(7));
}

TEST(RosterTest, WhoHasEndedRetires) {
  const auto old = [](const std::string& status) {
    return Ids(MakeRoster({}, {Listed(7, status, days(8))}, kRules, kNow));
  };
  EXPECT_THAT(old("done"), IsEmpty());
  EXPECT_THAT(old("stopped"), IsEmpty());
  EXPECT_THAT(old("spam"), IsEmpty());
  EXPECT_THAT(old("scheduled"), ElementsAre(7)) << "planned far ahead";
  EXPECT_THAT(old("paused"), ElementsAre(7));
  EXPECT_THAT(old("new_status"), ElementsAre(7));
}

TEST(RosterTest, TellsHowManyHaveRetiredAndWhenTheNextOneDoes) {
  const Roster roster =
      MakeRoster({},
                 {Listed(1, "done", days(8)), Listed(2, "done", days(3)),
                  Listed(3, "done", days(5)), Listed(4, "sending", days(6))},
                 kRules, kNow);
  EXPECT_EQ(roster.retired, 1u);
  EXPECT_EQ(roster.next_retirement, kNow + days(2));
}

TEST(RosterTest, WhereTheyAreTooManyUnfinishedOnesComeFirstThenTheNewest) {
  RosterRules rules = kRules;
  rules.max_discovered = 3;
  const Roster roster = MakeRoster(
      Configured({50}),
      {Listed(1, "scheduled", days(6)), Listed(2, "sending", days(5)),
       Listed(3, "done", days(4)), Listed(4, "done", days(3)),
       Listed(5, "stopped", days(2)), Listed(50, "sending")},
      rules, kNow);
  EXPECT_THAT(Ids(roster), ElementsAre(1, 2, 5, 50));
  EXPECT_EQ(roster.above_maximum, 2u);
}

TEST(RosterTest, WithoutATimeOfCreationTheHigherIdIsTheNewer) {
  RosterRules rules = kRules;
  rules.max_discovered = 1;
  bsg::ListedCampaign older = Listed(1, "sending");
  bsg::ListedCampaign newer = Listed(2, "sending");
  older.created_at = newer.created_at = std::nullopt;
  EXPECT_THAT(Ids(MakeRoster({}, {older, newer}, rules, kNow)), ElementsAre(2));
}

TEST(RosterTest, ShardsShareOutWhatOneInstanceWouldServe) {
  RosterRules rules = kRules;
  rules.max_discovered = 30;
  std::vector<bsg::ListedCampaign> listed;
  for (int id = 100; id < 150; ++id) listed.push_back(Listed(id, "sending"));
  const auto configured = Configured({1, 2, 3, 4, 5, 6, 7});
  const Roster whole = MakeRoster(configured, listed, rules, kNow);
  std::vector<bsg::CampaignId> all;
  std::size_t discovered = 0;
  for (std::uint32_t ordinal = 0; ordinal < 3; ++ordinal) {
    rules.shard = {.ordinal = ordinal, .count = 3};
    const Roster part = MakeRoster(configured, listed, rules, kNow);
    for (const bsg::CampaignId id : Ids(part)) all.push_back(id);
    discovered += part.count.discovered;
    EXPECT_EQ(part.above_maximum, 20u);
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, Ids(whole));
  EXPECT_EQ(discovered, 30u);
}

}  // namespace
}  // namespace bsg_exporter::collect
