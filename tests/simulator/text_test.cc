#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/accounts.h"
#include "tests/simulator/campaigns.h"
#include "tests/simulator/duration.h"
#include "tests/simulator/endpoint.h"
#include "tests/simulator/json_writer.h"
#include "tests/simulator/login_body.h"
#include "tests/simulator/money.h"
#include "tests/simulator/query.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::simulator {
namespace {

using testing::_;

TEST(IntegerOfTest, TakesWholeNumbersAlone) {
  EXPECT_EQ(IntegerOf("3272625619"), 3272625619);
  EXPECT_EQ(IntegerOf("-3"), -3);
  for (const char* const text :
       {"", "3x", " 3", "3.0", "99999999999999999999"}) {
    EXPECT_EQ(IntegerOf(text), std::nullopt) << text;
  }
}

TEST(DurationOfTest, KnowsItsUnits) {
  using std::chrono::milliseconds;
  EXPECT_EQ(DurationOf("500ms"), milliseconds(500));
  EXPECT_EQ(DurationOf("2"), milliseconds(2000));
  EXPECT_EQ(DurationOf("2s"), milliseconds(2000));
  EXPECT_EQ(DurationOf("2m"), milliseconds(120'000));
  EXPECT_EQ(DurationOf("+3h"), milliseconds(10'800'000));
  EXPECT_EQ(DurationOf("-3h"), milliseconds(-10'800'000));
  EXPECT_EQ(DurationOf("30d"), milliseconds(2'592'000'000));
  for (const char* const text :
       {"", "h", "3y", "3 h", "1h30m", "9999999999d"}) {
    EXPECT_EQ(DurationOf(text), std::nullopt) << text;
  }
}

TEST(MoneyTest, WritesAndReads) {
  EXPECT_EQ(MoneyText(214'370'000), "21.4370000");
  EXPECT_EQ(MoneyText(214'370'000, 2), "21.43");
  EXPECT_EQ(MoneyText(-1), "-0.0000001");
  EXPECT_EQ(MoneyNumber(214'370'000), "21.437");
  EXPECT_EQ(MoneyNumber(20'000'000), "2");
  EXPECT_EQ(MoneyNumber(0), "0");
  EXPECT_EQ(MoneyNumber(1'000'000'000), "100");
  EXPECT_EQ(MoneyOf("-12.5"), -125'000'000);
  EXPECT_EQ(MoneyOf("0.0000001"), 1);
  EXPECT_EQ(MoneyOf("7"), 70'000'000);
  for (const char* const text :
       {"", "-", "1.", ".5", "1.00000001", "--1", "x"}) {
    EXPECT_EQ(MoneyOf(text), std::nullopt) << text;
  }
}

TEST(JsonWriterTest, PutsCommasWhereTheyBelong) {
  JsonWriter json;
  json.BeginObject().Key("a").BeginArray().Integer(1).Null().EndArray();
  json.Key("b").BeginObject().EndObject().Key("c").Bool(true);
  json.Key("d\"").String("x\\\n").EndObject();
  EXPECT_EQ(json.Take(), R"({"a":[1,null],"b":{},"c":true,"d\"":"x\\\u000a"})");
}

TEST(TextMemberTest, ReadsALogin) {
  EXPECT_EQ(TextMember(R"({"api_key":"live_x"})", "api_key"), "live_x");
  EXPECT_EQ(TextMember(" { \"a\" : \"b\" , \"api_key\":\"c\" }\n", "api_key"),
            "c");
  EXPECT_EQ(TextMember(R"({"api_key":"a\"b\\c\/\u0041"})", "api_key"),
            "a\"b\\c/A");
}

TEST(TextMemberTest, RefusesAnythingElse) {
  for (const char* const body :
       {"", "{}", "[]", R"({"api_key":5})", R"({"api_key":"x")",
        R"({"api_key":"x"}})", R"({"api_key":"x\q"})", R"({"api_key":"x\u12"})",
        R"({"api_key":"x)", R"({"key":"x"})", R"({"api_key":"x\)"}) {
    EXPECT_EQ(TextMember(body, "api_key"), std::nullopt) << body;
  }
}

TEST(ParseAccountTest, ReadsItsParts) {
  const auto account = ParseAccount("north:live_n:UAH:-12.5");
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(account->name, "north");
  EXPECT_EQ(account->api_key, "live_n");
  EXPECT_EQ(account->currency, "UAH");
  EXPECT_EQ(account->balance, -125'000'000);
  EXPECT_EQ(ParseAccount("a:b")->currency, "EUR");
  EXPECT_THAT(ParseAccount("a:b:EUR:much"),
              FailsWith(Reason::kInternal, "'much' is no balance"));
  for (const char* const text : {"a", ":b", "a:", "a:b:c:1:2"}) {
    EXPECT_THAT(ParseAccount(text), FailsWith(Reason::kInternal, _)) << text;
  }
}

TEST(FirstIdTest, FindsTheNumberBehindTheFirstId) {
  EXPECT_EQ(FirstId(R"({"data":{"id": 61204417, "x":{"id":2}}})"), 61204417);
  EXPECT_EQ(FirstId(R"({"id":"12"})"), 12);
  EXPECT_EQ(FirstId(R"({"data":{}})"), std::nullopt);
  EXPECT_EQ(FirstId(R"({"id":null})"), std::nullopt);
}

TEST(RangesTest, JoinsNeighbours) {
  EXPECT_EQ(Ranges({}), "");
  EXPECT_EQ(Ranges({5}), "5");
  EXPECT_EQ(Ranges({1, 2, 3, 7, 9, 10}), "1-3,7,9-10");
}

TEST(NamesTest, EveryNameStandsForItself) {
  for (const Kind kind : kKinds) EXPECT_EQ(KindByName(ToString(kind)), kind);
  for (const Type type : kTypes) EXPECT_EQ(TypeByName(ToString(type)), type);
  for (const Endpoint endpoint : kEndpoints) {
    EXPECT_EQ(EndpointByName(ToString(endpoint)), endpoint);
  }
  EXPECT_EQ(TimeText(Instant(Span(1'771'000'000'999))), "2026-02-13 16:26:40");
}

}  // namespace
}  // namespace bsg_exporter::simulator
