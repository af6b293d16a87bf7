#include "exporter/collect/members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/capture_log.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const WallTime kWall = WallTime(std::chrono::hours(24 * 20'000));
const SteadyTime kNow = SteadyTime(seconds(1000));

class MembersTest : public testing::Test {
 protected:
  MembersTest() {
    account_.changed = [this] { return std::exchange(changed_, {}); };
  }
  void Configure(std::initializer_list<bsg::CampaignId> ids) {
    changed_.emplace();
    for (const bsg::CampaignId id : ids) changed_->push_back({id, {}});
  }
  std::vector<bsg::CampaignId> Served() {
    std::vector<bsg::CampaignId> ids;
    for (const std::size_t i : members_.served()) {
      EXPECT_EQ(targets_[i].id, store_.campaign(i)->id);
      ids.push_back(targets_[i].id);
    }
    return ids;
  }
  std::vector<std::size_t> Update() { return members_.Update(kWall); }

  static AccountOptions Account() {
    AccountOptions account;
    account.name = "main";
    account.campaigns = {{3, {{"team", "growth"}}}, {7, {}}};
    return account;
  }

  AccountOptions account_ = Account();
  ReadOptions read_;
  std::optional<std::vector<CampaignOptions>> changed_;
  CaptureLog log_;
  std::vector<Target> targets_ = std::vector<Target>(1);
  AccountStore store_{"main", true, seconds(10), log_};
  Members members_{account_, read_, targets_, store_};
};

TEST_F(MembersTest, ServesTheConfiguredCampaigns) {
  EXPECT_THAT(Update(), IsEmpty());
  EXPECT_THAT(Served(), ElementsAre(3, 7));
  EXPECT_EQ(store_.campaign(*members_.Find(3))->labels,
            account_.campaigns[0].labels);
  EXPECT_EQ(store_.account()->campaigns->configured, 2u);
}

TEST_F(MembersTest, AChangeKeepsWhoStaysAndNamesWhoGoes) {
  Update();
  const std::size_t slot_of_3 = *members_.Find(3);
  const std::size_t slot_of_7 = *members_.Find(7);
  Configure({5, 7});
  EXPECT_THAT(Update(), ElementsAre(slot_of_3));
  EXPECT_THAT(Served(), ElementsAre(5, 7));
  EXPECT_EQ(members_.Find(7), slot_of_7);
}

TEST_F(MembersTest, ASlotThatIsFreeIsTakenAgain) {
  Update();
  const std::size_t slot_of_3 = *members_.Find(3);
  Configure({7});
  for (const std::size_t slot : Update()) members_.Remove(slot);
  EXPECT_EQ(members_.Find(3), std::nullopt);
  EXPECT_EQ(targets_[slot_of_3].phase, Target::Phase::kNever);
  Configure({7, 9});
  Update();
  EXPECT_EQ(members_.Find(9), slot_of_3);
  EXPECT_EQ(targets_[slot_of_3].phase, Target::Phase::kIdle);
}

TEST_F(MembersTest, LabelsFollowTheConfiguration) {
  Update();
  Configure({3, 7});
  Update();
  EXPECT_THAT(store_.campaign(*members_.Find(3))->labels, IsEmpty());
}

TEST_F(MembersTest, AVisitorIsKnownButNotServed) {
  Update();
  const std::size_t slot = *members_.Admit(99, kNow);
  EXPECT_EQ(members_.Find(99), slot);
  EXPECT_FALSE(members_.Serves(99));
  EXPECT_TRUE(targets_[slot].visitor);
  EXPECT_THAT(Served(), ElementsAre(3, 7));
}

TEST_F(MembersTest, AVisitorThatIsConfiguredLaterKeepsWhatIsKnownOfIt) {
  Update();
  const std::size_t slot = *members_.Admit(99, kNow);
  targets_[slot].failures = 4;
  Configure({3, 99});
  Update();
  EXPECT_EQ(members_.Find(99), slot);
  EXPECT_TRUE(members_.Serves(99));
  EXPECT_EQ(targets_[slot].failures, 4);
}

TEST_F(MembersTest, AnotherShardsCampaignsAreNotServed) {
  read_.shard = {.ordinal = 0, .count = 2};
  AccountStore store("main", true, seconds(10), log_);
  std::vector<Target> targets(1);
  Members members(account_, read_, targets, store);
  members.Update(kWall);
  for (const bsg::CampaignId id : {3, 7}) {
    EXPECT_EQ(members.Serves(id), read_.shard.Owns("main", id)) << id;
  }
}

}  // namespace
}  // namespace bsg_exporter::collect
