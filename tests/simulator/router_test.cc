#include "tests/simulator/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/simulator/router_fixture.h"
#include "tests/support/files.h"

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

TEST_F(RouterTest, ServesTheDetailOfACampaign) {
  const Reply reply = Get("/api/campaigns/1/detail");
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.headers,
              Contains(Pair("Content-Type", "application/json")));
  EXPECT_THAT(reply.body, HasSubstr("\"id\":1,"));
}

TEST_F(RouterTest, KnowsNobodyElsesCampaigns) {
  EXPECT_EQ(Get("/api/campaigns/3/detail").status, 404);
  const Reply reply = Get("/api/campaigns/999/detail");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body, R"({"message":"Model not found"})");
  EXPECT_EQ(Get("/api/campaigns/3").status, 404);
  token_ = Login("live_other_key");
  EXPECT_EQ(Get("/api/campaigns/3/detail").status, 200);
  EXPECT_EQ(Get("/api/campaigns/1/detail").status, 404);
}

TEST_F(RouterTest, RefusesAWrongKeyAndAWrongLogin) {
  const Reply reply = Post("/api/auth/login", R"({"api_key":"live_no"})");
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.body, R"({"code":401,"message":"Invalid credentials."})");
  EXPECT_EQ(Post("/api/auth/login", "api_key=x").status, 400);
}

TEST_F(RouterTest, WantsAGoodToken) {
  const std::string good = token_;
  token_.clear();
  const Reply missing = Get("/api/campaigns/1/detail");
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(missing.body, R"({"code":401,"message":"JWT Token not found"})");
  EXPECT_THAT(missing.headers, Contains(Pair("WWW-Authenticate", "Bearer")));
  token_ = "x.y.z";
  EXPECT_EQ(Get("/api/accounts/balance").body,
            R"({"code":401,"message":"Invalid JWT Token"})");
  token_ = good;
  clock_.Advance(hours(24 * 30));
  EXPECT_EQ(Get("/api/campaigns/1").body,
            R"({"code":401,"message":"Expired JWT Token"})");
}

TEST_F(RouterTest, RefreshGivesAnotherToken) {
  const Reply reply = Post("/api/auth/refresh");
  EXPECT_EQ(reply.status, 200);
  const std::string old =
      std::exchange(token_, reply.body.substr(11, reply.body.size() - 13));
  EXPECT_NE(token_, old);
  EXPECT_EQ(Get("/api/campaigns/1/detail").status, 200);
  token_.clear();
  EXPECT_EQ(Post("/api/auth/refresh").status, 401);
}

TEST_F(RouterTest, ServesTheGeneralFormWhereSentIsTheMessageCount) {
  const CampaignPlan* const plan = world_->campaigns.Find(2);
  const CampaignState state = StateAt(*plan, world_->time.Now());
  const Reply reply = Get("/api/campaigns/2");
  EXPECT_THAT(reply.body, StartsWith(R"({"data":{"id":2,)"));
  EXPECT_THAT(reply.body, HasSubstr(R"("message_type":"sms")"));
  EXPECT_THAT(reply.body,
              HasSubstr("\"statistics\":{\"delivered\":" +
                        std::to_string(state.primary[kDelivered]) +
                        ",\"sent\":" + std::to_string(plan->messages) +
                        "},\"calculated_price\":0,\"currency\":null,"));
}

TEST_F(RouterTest, ServesTheList) {
  const Reply sms = Get("/api/campaigns");
  EXPECT_EQ(sms.status, 200);
  EXPECT_THAT(sms.body, StartsWith(R"({"data":[{"id":2,)"));
  EXPECT_THAT(sms.body, HasSubstr(R"("calculated_price":null)"));
  EXPECT_THAT(
      sms.body,
      HasSubstr(R"(],"meta":{"page":{"total":1,"offset":0,"limit":50}}})"));
  EXPECT_THAT(Get("/api/campaigns?filter%5Btype%5D=rcs").body,
              StartsWith(R"({"data":[{"id":1,)"));
  const Reply refused = Get("/api/campaigns?page%5Blimit%5D=1");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.body,
            R"({"message":"The given data was invalid.","errors":)"
            R"({"page[limit]":["This value should be between 30 and 500."]}})");
}

TEST_F(RouterTest, TheBalanceFallsAsMessagesArrive) {
  token_ = Login("live_other_key");
  EXPECT_EQ(Get("/api/accounts/balance").body,
            R"({"data":{"balance":100.5,"currency":"USD","credit":0}})");
  const std::int64_t before =
      StateAt(*world_->campaigns.Find(3), world_->time.Now()).price;
  EXPECT_EQ(Post("/_control/time?advance=3600").status, 200);
  const std::int64_t after =
      StateAt(*world_->campaigns.Find(3), world_->time.Now()).price;
  EXPECT_GT(after, before);
  EXPECT_EQ(world_->BalanceOf(1), 1005'000'000 - (after - before));
}

TEST_F(RouterTest, ServesTariffsAndNothingElse) {
  EXPECT_THAT(Get("/api/accounts/tariff").body, HasSubstr(R"("total":2)"));
  EXPECT_EQ(Get("/api/campaign").status, 404);
  EXPECT_EQ(Get("/api/campaigns/x/detail").status, 404);
  EXPECT_EQ(Get("/api/auth/login").status, 405);
  EXPECT_EQ(Post("/api/campaigns/1/detail").status, 405);
}

TEST_F(RouterTest, ServesDocumentsAsTheyAre) {
  const TempDir dir;
  const std::string json = "{ \"data\": {\"id\": 77, \"odd\": [] } }\n";
  dir.Write("a.json", json);
  dir.Write("b.json", "{\"id\": 77, \"second\": true}");
  dir.Write("78.html", "<html>");
  dir.Write("notes.txt", "\"id\": 79");
  options_.documents = dir.path();
  Restart();
  EXPECT_EQ(Get("/api/campaigns/77/detail").body, json);
  EXPECT_EQ(Get("/api/campaigns/78/detail").body, "<html>");
  EXPECT_EQ(Get("/api/campaigns/79/detail").status, 404);
  token_ = Login("live_other_key");
  EXPECT_EQ(Get("/api/campaigns/77/detail").body, json);
  EXPECT_THAT(Get("/_control/campaigns").body,
              HasSubstr(R"({"id":77,"kind":"document"})"));
}

TEST_F(RouterTest, AMissingFolderOfDocumentsIsAnError) {
  options_.documents = "/nowhere/at/all";
  EXPECT_THAT(World::Make(options_, clock_),
              FailsWith(Reason::kInternal,
                        "cannot read '/nowhere/at/all': No such file or "
                        "directory"));
}

}  // namespace
}  // namespace bsg_exporter::simulator
