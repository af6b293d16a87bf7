#include "bsg_exporter/bsg/api.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::bsg {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

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

TEST(RequestTest, AListIsASignedGetOfOneTypeAndPeriodNewestFirst) {
  const ListQuery query{.type = "rcs",
                        .from = sys_days{2026y / 1 / 1} + 8h + 5s,
                        .to = sys_days{2026y / 2 / 15} + 23h + 59min};
  const http::Request list =
      ListRequest("https://api.example", query, TimeZone::Utc(), Secret("t"));
  EXPECT_EQ(list.method, http::Method::kGet);
  EXPECT_EQ(list.url,
            "https://api.example/api/campaigns?filter%5Btype%5D=rcs"
            "&filter%5Bfrom%5D=2026-01-01%2008%3A00%3A05"
            "&filter%5Bto%5D=2026-02-15%2023%3A59%3A00"
            "&page%5Boffset%5D=0&page%5Blimit%5D=500&sort=id&way=desc");
  EXPECT_EQ(list.bearer, Secret("t"));
  EXPECT_FALSE(list.json.has_value());
}

TEST(RequestTest, ALaterPageOfAListStartsBehindTheOthers) {
  const ListQuery query{.type = "sms",
                        .from = sys_days{2026y / 1 / 1},
                        .to = sys_days{2026y / 1 / 2},
                        .offset = 1000,
                        .limit = 30};
  EXPECT_EQ(ListRequest("http://h:1", query, TimeZone::Utc(), Secret("t")).url,
            "http://h:1/api/campaigns?filter%5Btype%5D=sms"
            "&filter%5Bfrom%5D=2026-01-01%2000%3A00%3A00"
            "&filter%5Bto%5D=2026-01-02%2000%3A00%3A00"
            "&page%5Boffset%5D=1000&page%5Blimit%5D=30&sort=id&way=desc");
}

TEST(RequestTest, AListsTimesAreThoseOfTheApisZone) {
  const Result<TimeZone> kyiv = TimeZone::Load("Europe/Kyiv");
  ASSERT_THAT(kyiv, IsOk());
  // Two hours ahead of UTC in winter, three in summer.
  const ListQuery query{.type = "sms",
                        .from = sys_days{2026y / 3 / 1} + 22h,
                        .to = sys_days{2026y / 4 / 15} + 22h};
  EXPECT_EQ(ListRequest("", query, *kyiv, Secret("t")).url,
            "/api/campaigns?filter%5Btype%5D=sms"
            "&filter%5Bfrom%5D=2026-03-02%2000%3A00%3A00"
            "&filter%5Bto%5D=2026-04-16%2001%3A00%3A00"
            "&page%5Boffset%5D=0&page%5Blimit%5D=500&sort=id&way=desc");
}

TEST(RequestTest, AListsTypeStaysOneParameter) {
  const ListQuery query{
      .type = "a&b=c d%[\xC3\xA9]-._~Z9", .from = {}, .to = {}};
  EXPECT_EQ(ListRequest("", query, TimeZone::Utc(), Secret("t")).url,
            "/api/campaigns?filter%5Btype%5D=a%26b%3Dc%20d%25%5B%C3%A9%5D-._~Z9"
            "&filter%5Bfrom%5D=1970-01-01%2000%3A00%3A00"
            "&filter%5Bto%5D=1970-01-01%2000%3A00%3A00"
            "&page%5Boffset%5D=0&page%5Blimit%5D=500&sort=id&way=desc");
}

TEST(EndpointTest, EveryOneHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const Endpoint endpoint : kAllEndpoints) {
    names.insert(ToString(endpoint));
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"login", "detail", "list", "balance"}));
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
