#include "tests/simulator/control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/router_fixture.h"

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::SizeIs;

using ControlTest = RouterTest;

TEST_F(ControlTest, ControlRefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Fault("kind=flood").body,
            R"({"message":"fault: bad kind 'flood'"})");
  EXPECT_EQ(Fault("kind=reset&account=nobody").status, 400);
  EXPECT_EQ(Post("/_control/time?advance=-5").status, 400);
  EXPECT_EQ(Post("/_control/revoke?account=nobody").status, 400);
  EXPECT_EQ(Post("/_control/key?account=main").status, 400);
  EXPECT_EQ(Get("/_control/campaign?id=999").status, 404);
  EXPECT_EQ(Get("/_control/fault").status, 405);
  EXPECT_EQ(Get("/_control/nothing").status, 404);
}

TEST_F(ControlTest, RevokedTokensAndChangedKeysNeedANewLogin) {
  Post("/_control/revoke?account=main");
  EXPECT_EQ(Get("/api/campaigns/1/detail").body,
            R"({"code":401,"message":"Invalid JWT Token"})");
  Post("/_control/key?account=main&key=live_new");
  EXPECT_EQ(Post("/api/auth/login", R"({"api_key":"live_main_key"})").status,
            401);
  token_ = Login("live_new");
  EXPECT_EQ(Get("/api/campaigns/1/detail").status, 200);
}

TEST_F(ControlTest, TimeFreezesAdvancesAndThaws) {
  EXPECT_EQ(Get("/_control/time").body,
            R"({"now":1771000000,"speed":1,"frozen":false})");
  clock_.Advance(milliseconds(1500));
  EXPECT_EQ(Post("/_control/freeze").body,
            R"({"now":1771000001.5,"speed":1,"frozen":true})");
  clock_.Advance(hours(1));
  EXPECT_EQ(Post("/_control/time?advance=10").body,
            R"({"now":1771000011.5,"speed":1,"frozen":true})");
  Post("/_control/thaw");
  clock_.Advance(milliseconds(500));
  EXPECT_EQ(Get("/_control/time").body,
            R"({"now":1771000012,"speed":1,"frozen":false})");
}

TEST_F(ControlTest, SpeedMultipliesTheTimeThatPasses) {
  options_.speed = 60;
  options_.start = Instant(std::chrono::seconds(1'000'000'000));
  Restart();
  clock_.Advance(milliseconds(1000));
  EXPECT_EQ(Get("/_control/time").body,
            R"({"now":1000000060,"speed":60,"frozen":false})");
}

TEST_F(ControlTest, CountsTheRequestsToTheApiAlone) {
  Post("/_control/requests/reset");
  Get("/api/campaigns/1/detail");
  Get("/api/campaigns/1/detail");
  Get("/api/campaigns/999/detail");
  Get("/api/accounts/balance");
  Fault("kind=reset&times=1");
  Get("/api/campaigns");
  EXPECT_EQ(Get("/_control/requests").body,
            R"({"total":5,"by_endpoint":{"login":0,"refresh":0,"detail":3,)"
            R"("general":0,"list":1,"balance":1,"tariff":0,"other":0},)"
            R"("by_campaign":{"detail":{"1":2,"999":1}},)"
            R"("by_status":{"200":3,"404":1,"reset":1},)"
            R"("max_concurrent":{"main":1,"other":0}})");
}

TEST_F(ControlTest, CountsHowManyWereUnderWayTogether) {
  Fault("kind=latency&ms=50");
  Start("GET", "/api/campaigns/1/detail");
  Start("GET", "/api/campaigns/2/detail");
  Start("GET", "/api/accounts/balance");
  later_.RunAll();
  Start("GET", "/api/campaigns/1/detail");
  EXPECT_THAT(Get("/_control/requests").body,
              HasSubstr(R"("max_concurrent":{"main":3,"other":0})"));
}

TEST_F(ControlTest, ShowsTheTruthOfACampaign) {
  Post("/_control/freeze");
  const CampaignPlan* const plan = world_->campaigns.Find(1);
  EXPECT_EQ(Get("/_control/campaign?id=1").body,
            TruthDocument(*plan, StateAt(*plan, world_->time.Now()),
                          {"main", "EUR", {}}));
}

TEST_F(ControlTest, AddsCampaignsWhileItRuns) {
  EXPECT_EQ(Post("/_control/campaign?id=9&kind=paused&type=viber&account=main")
                .status,
            200);
  EXPECT_EQ(Get("/api/campaigns/9/detail").status, 200);
  EXPECT_THAT(Get("/_control/campaigns").body,
              HasSubstr(R"({"id":9,"account":"main","type":"viber",)"
                        R"("kind":"paused","status":"paused"})"));
  EXPECT_EQ(Post("/_control/campaign?id=9").status, 400);
  EXPECT_EQ(world_->BalanceOf(0), 0);
}

TEST_F(ControlTest, WhatHasHaltedGoesOnAsIfItHadNever) {
  Post("/_control/freeze");
  Post("/_control/campaign?id=9&kind=stuck");
  const auto state = [this] {
    return StateAt(*world_->campaigns.Find(9), world_->time.Now());
  };
  const std::int64_t waiting = state().primary[kScheduled];
  Post("/_control/time?advance=3600");
  EXPECT_EQ(state().primary[kScheduled], waiting);
  EXPECT_EQ(Post("/_control/campaign/resume?id=9").status, 200);
  EXPECT_EQ(state().status, "sending");
  const std::int64_t left = state().primary[kScheduled];
  EXPECT_LT(left, waiting);
  Post("/_control/time?advance=600");
  EXPECT_LT(state().primary[kScheduled], left);
  EXPECT_THAT(Get("/_control/campaigns").body,
              HasSubstr(R"({"id":9,"account":"main","type":"rcs",)"
                        R"("kind":"sending","status":"sending"})"));
  EXPECT_EQ(Post("/_control/campaign/resume?id=9").status, 400);
  EXPECT_EQ(Post("/_control/campaign/resume?id=999").status, 400);
}

TEST_F(ControlTest, TheDemoHasEveryKindAndTheMixNoTrouble) {
  options_.named.clear();
  options_.demo = true;
  options_.campaigns = 200;
  Restart();
  const auto demo = world_->CampaignsOf(0);
  ASSERT_THAT(demo, SizeIs(kKinds.size() + kTypes.size() + 200));
  EXPECT_EQ(demo[0]->id, 61'000'001);
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    EXPECT_EQ(demo[i]->kind, kKinds[i]);
  }
  for (const CampaignPlan* const plan : world_->CampaignsOf(1)) {
    EXPECT_NE(plan->kind, Kind::kStuck);
    EXPECT_NE(plan->kind, Kind::kCollapsing);
  }
  EXPECT_THAT(world_->CampaignsOf(1), SizeIs(200));
}

}  // namespace
}  // namespace bsg_exporter::simulator
