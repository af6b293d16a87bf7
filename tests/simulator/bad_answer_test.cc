#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/simulator/router_fixture.h"

namespace bsg_exporter::simulator {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;

using BadAnswerTest = RouterTest;

TEST_F(BadAnswerTest, FaultStatusesHaveTheirBodies) {
  Fault("kind=429&times=1");
  const Reply plain = Get("/api/campaigns/1/detail");
  EXPECT_EQ(plain.status, 429);
  EXPECT_EQ(plain.body, R"({"message":"Too many duplicate request detected"})");
  EXPECT_EQ(Get("/api/campaigns/1/detail").status, 200);
  Fault("kind=503&retry_after=7&times=1");
  EXPECT_THAT(Get("/api/campaigns/1/detail").headers,
              Contains(Pair("Retry-After", "7")));
  Fault("kind=429&retry_after=date:30&times=1");
  EXPECT_THAT(Get("/api/campaigns/1/detail").headers,
              Contains(Pair("Retry-After", "Fri, 13 Feb 2026 16:27:10 GMT")));
}

TEST_F(BadAnswerTest, FaultsThatAreNoAnswer) {
  Fault("kind=reset&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").how, "cut");
  Fault("kind=hang&times=1&ms=700");
  const auto hanging = Start("GET", "/api/campaigns/1/detail");
  EXPECT_EQ(hanging->how, "nothing yet");
  ASSERT_THAT(later_.waiting, SizeIs(1));
  EXPECT_EQ(later_.waiting[0].first, milliseconds(700));
  later_.RunAll();
  EXPECT_EQ(hanging->how, "cut");
  Fault("kind=hang&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").how, "nothing yet");
  ASSERT_THAT(later_.waiting, SizeIs(1));
  EXPECT_EQ(later_.waiting[0].first, std::chrono::minutes(10));
}

TEST_F(BadAnswerTest, LatencyDelaysTheAnswerOfItsTime) {
  Fault("kind=latency&ms=300&campaign=1");
  const auto reply = Start("GET", "/api/campaigns/1/detail");
  EXPECT_EQ(reply->how, "nothing yet");
  ASSERT_THAT(later_.waiting, SizeIs(1));
  EXPECT_EQ(later_.waiting[0].first, milliseconds(300));
  later_.RunAll();
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(Get("/api/campaigns/2/detail").status, 200);
}

TEST_F(BadAnswerTest, TruncatedAnswers) {
  Post("/_control/freeze");
  const std::string whole = Get("/api/campaigns/1/detail").body;
  Fault("kind=truncated_json&bytes=20&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").body, whole.substr(0, 20));
  Fault("kind=truncated_transfer&bytes=20&times=1");
  const Reply raw = Get("/api/campaigns/1/detail");
  EXPECT_EQ(raw.how, "raw");
  EXPECT_EQ(raw.body,
            "HTTP/1.1 200 Answer\r\nContent-Type: application/json\r\n"
            "Content-Length: " +
                std::to_string(whole.size()) + "\r\n\r\n" +
                whole.substr(0, 20));
}

TEST_F(BadAnswerTest, HugeAnswersAreTheRightOnesPadded) {
  Fault("kind=huge&bytes=100000&times=1");
  const Reply plain = Get("/api/campaigns/1/detail");
  EXPECT_THAT(plain.body, SizeIs(100'000));
  EXPECT_EQ(plain.body.back(), '}');
  Fault("kind=huge&bytes=100000&chunked=1&times=1");
  const Reply chunked = Get("/api/campaigns/1/detail");
  EXPECT_THAT(chunked.body,
              HasSubstr("Transfer-Encoding: chunked\r\n\r\n10000\r\n{"));
  EXPECT_TRUE(chunked.body.ends_with("}\r\n0\r\n\r\n"));
}

TEST_F(BadAnswerTest, OtherBadAnswers) {
  Fault("kind=maintenance&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").status, 503);
  Fault("kind=maintenance&status=200&times=1");
  const Reply page = Get("/api/campaigns/1/detail");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, StartsWith("<html>"));
  Fault("kind=redirect&url=http://127.0.0.1/&times=1");
  const Reply redirect = Get("/api/campaigns/1/detail");
  EXPECT_EQ(redirect.status, 302);
  EXPECT_THAT(redirect.headers,
              Contains(Pair("Location", "http://127.0.0.1/")));
  Fault("kind=wrong_type&times=1");
  EXPECT_THAT(Get("/api/campaigns/1/detail").body,
              HasSubstr(R"("delivered":"many")"));
  Fault("kind=v1_error&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").body,
            R"({"error":"1","errorDescription":"invalid key"})");
  Fault("kind=no_document&times=1");
  EXPECT_EQ(Get("/api/campaigns/1/detail").body, R"({"data":{}})");
}

TEST_F(BadAnswerTest, FaultsOfOneAccountLeaveTheOtherAlone) {
  Fault("kind=500&account=other");
  EXPECT_EQ(Get("/api/accounts/balance").status, 200);
  EXPECT_EQ(Post("/api/auth/login", R"({"api_key":"live_other_key"})").status,
            500);
  EXPECT_EQ(Start("DELETE", "/_control/fault")->status, 200);
  EXPECT_EQ(Post("/api/auth/login", R"({"api_key":"live_other_key"})").status,
            200);
}

}  // namespace
}  // namespace bsg_exporter::simulator
