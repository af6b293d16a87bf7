#include "bsg_exporter/bsg/api.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::bsg {
namespace {

TEST(RequestTest, LoginPostsTheKeyAndNothingElse) {
  const http::Request request =
      LoginRequest("https://api.example", Secret("live_\"x\\"));
  EXPECT_EQ(request.method, http::Method::kPost);
  EXPECT_EQ(request.url, "https://api.example/api/auth/login");
  EXPECT_EQ(request.json->Reveal(), "{\"api_key\":\"live_\\\"x\\\\\"}");
  EXPECT_FALSE(request.bearer.has_value());
}

TEST(RequestTest, DetailAndBalanceAreSignedGets) {
  const http::Request detail =
      DetailRequest("https://api.example", 3272625619, Secret("t"));
  EXPECT_EQ(detail.method, http::Method::kGet);
  EXPECT_EQ(detail.url, "https://api.example/api/campaigns/3272625619/detail");
  EXPECT_EQ(detail.bearer, Secret("t"));
  EXPECT_FALSE(detail.json.has_value());
  const http::Request balance =
      BalanceRequest("https://api.example", Secret("t"));
  EXPECT_EQ(balance.url, "https://api.example/api/accounts/balance");
  EXPECT_EQ(balance.bearer, Secret("t"));
}

TEST(BodyOfTest, OnlyA2xxHasABody) {
  EXPECT_THAT(BodyOf({200, "x", {}}), IsOkAndHolds("x"));
  const std::pair<int, Reason> kCases[] = {
      {301, Reason::kRedirect},     {302, Reason::kRedirect},
      {304, Reason::kRedirect},     {400, Reason::kClientError},
      {401, Reason::kUnauthorized}, {403, Reason::kForbidden},
      {404, Reason::kNotFound},     {422, Reason::kClientError},
      {429, Reason::kThrottled},    {500, Reason::kServerError},
      {503, Reason::kServerError},  {599, Reason::kServerError},
  };
  for (const auto& [status, reason] : kCases) {
    EXPECT_THAT(
        BodyOf({status, "secret body", {}}),
        FailsWith(reason, "the API answered " + std::to_string(status)));
  }
}

TEST(KeyTypeTest, IsReadOffThePrefix) {
  EXPECT_EQ(TypeOf(Secret("live_abc")), KeyType::kLive);
  EXPECT_EQ(TypeOf(Secret("test_abc")), KeyType::kTest);
  EXPECT_EQ(TypeOf(Secret("abc")), KeyType::kUnknown);
  EXPECT_EQ(ToString(KeyType::kTest), "test");
}

}  // namespace
}  // namespace bsg_exporter::bsg
