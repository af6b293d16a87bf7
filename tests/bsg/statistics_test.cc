// The counters of a campaign.
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string Statistics(const std::string& statistics) {
  return Detail(R"("type":"rcs","statistics":)" + statistics);
}

std::vector<Counter> CountersOf(const Decoded<Campaign>& decoded) {
  if (decoded.value.channels.empty()) return {};
  EXPECT_THAT(decoded.value.channels, SizeIs(1));
  return decoded.value.channels[0].counters;
}

std::vector<Counter> CountersIn(const std::string& statistics) {
  const auto decoded = Accepted(Statistics(statistics));
  EXPECT_THAT(decoded.unexpected, IsEmpty()) << statistics;
  return CountersOf(decoded);
}

TEST(StatisticsTest, TheCampaignsTypeIsThePrimaryChannel) {
  EXPECT_THAT(Accepted(Statistics(R"({"sent":1})")).value.channels,
              ElementsAre(Channel{"rcs", Role::kPrimary, {{"sent", 1}}}));
  EXPECT_THAT(Accepted(Detail(R"("statistics":{"sent":1})")).value.channels,
              ElementsAre(Channel{"unknown", Role::kPrimary, {{"sent", 1}}}));
}

TEST(StatisticsTest, AnObjectOrAnArrayOfObjectsInTheDocumentsOrder) {
  const auto expected = ElementsAre(Counter{"read", 2}, Counter{"sent", 1});
  EXPECT_THAT(CountersIn(R"({"read":2,"sent":1})"), expected);
  EXPECT_THAT(CountersIn(R"([{"read":2,"sent":1}])"), expected);
  EXPECT_THAT(CountersIn(R"([{"read":2},{},{"sent":1}])"), expected);
}

TEST(StatisticsTest, EveryDocumentedCounterIsExpected) {
  std::string members;
  for (const std::string_view counter : kCounters) {
    members += (members.empty() ? "\"" : ",\"") + std::string(counter) + "\":3";
  }
  const auto counters = CountersIn("{" + members + "}");
  ASSERT_THAT(counters, SizeIs(13));
  for (std::size_t i = 0; i < counters.size(); ++i) {
    EXPECT_EQ(counters[i], (Counter{std::string(kCounters[i]), 3}));
  }
}

TEST(StatisticsTest, WithoutCountersThereIsNoChannel) {
  for (const char* nothing : {"{}", "[]", "null", "[{}]", R"({"sent":null})"}) {
    const auto decoded = Accepted(Statistics(nothing));
    EXPECT_THAT(decoded.value.channels, IsEmpty()) << nothing;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << nothing;
  }
  EXPECT_THAT(Accepted(Detail(R"("type":"rcs")")).value.channels, IsEmpty());
}

TEST(StatisticsTest, AWrongTypeCostsTheDocument) {
  for (const char* wrong : {R"("none")", "0", "true", R"("")"}) {
    EXPECT_THAT(Decode(Statistics(wrong)),
                FailsWith(Reason::kInvalidDocument,
                          "/data/statistics: expected an object of counters"))
        << wrong;
  }
  for (const char* element : {"1", "null", "[]", R"("sent")"}) {
    EXPECT_THAT(
        Decode(Statistics(R"([{"sent":1},)" + std::string(element) + "]")),
        FailsWith(Reason::kInvalidDocument,
                  "/data/statistics/1: expected an object of counters"))
        << element;
  }
}

TEST(StatisticsTest, AnIntegerIsANumberOrAText) {
  const auto sent = [](const std::string& value) {
    const auto counters = CountersIn("{\"sent\":" + value + "}");
    return counters.empty() ? std::nullopt
                            : std::optional(counters[0].messages);
  };
  EXPECT_EQ(sent("12"), 12);
  EXPECT_EQ(sent("-3"), -3);
  EXPECT_EQ(sent("\"12\""), 12);
  EXPECT_EQ(sent("\"-3\""), -3);
  EXPECT_EQ(sent("\"007\""), 7);
  EXPECT_EQ(sent("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(sent("\"-9223372036854775808\""), INT64_MIN);
}

TEST(StatisticsTest, ABadValueUnderADocumentedCounterCostsTheDocument) {
  for (const char* bad :
       {"5.0", "1e3", "\"5.0\"", "\" 5\"", "\"5 \"", "\"+5\"", "\"\"", "\"-\"",
        "\"1e3\"", "\"0x5\"", "true", "{}", "[]", "\"many\"",
        "9223372036854775808", "\"9223372036854775808\""}) {
    EXPECT_THAT(
        Decode(Statistics("{\"sent\":1,\"read\":" + std::string(bad) + "}")),
        FailsWith(Reason::kInvalidDocument,
                  "/data/statistics/read: expected an integer"))
        << bad;
  }
}

TEST(StatisticsTest, TheErrorNamesThePlaceInEveryShape) {
  EXPECT_THAT(Decode(Statistics(R"([{"sent":1},{"read":true}])")),
              FailsWith(Reason::kInvalidDocument,
                        "/data/statistics/1/read: expected an integer"));
  EXPECT_THAT(Decode(R"({"id":1,"status":"done","statistics":{"read":true}})"),
              FailsWith(Reason::kInvalidDocument,
                        "/statistics/read: expected an integer"));
  EXPECT_THAT(Decode("{\"a\\nb\":{\"statistics\":{\"read\":true}}}"),
              FailsWith(Reason::kInvalidDocument,
                        "/a\\x0ab/statistics/read: expected an integer"));
}

TEST(StatisticsTest, ADocumentedCounterHasOneValue) {
  EXPECT_THAT(CountersIn(R"({"sent":1,"sent":1,"sent":null,"sent":"1"})"),
              ElementsAre(Counter{"sent", 1}));
  EXPECT_THAT(CountersIn(R"([{"sent":null},{"sent":2}])"),
              ElementsAre(Counter{"sent", 2}));
  EXPECT_THAT(
      Decode(Statistics(R"([{"sent":1},{"sent":2}])")),
      FailsWith(Reason::kInvalidDocument,
                "/data/statistics/1/sent: expected one value, got two"));
  EXPECT_THAT(Decode(Detail(R"("statistics":{"sent":1},)"
                            R"("statistics":{"sent":2})")),
              FailsWith(Reason::kInvalidDocument,
                        "/data/statistics/sent: expected one value, got two"));
}

TEST(StatisticsTest, AnUndocumentedIntegerIsACounterOfItsOwn) {
  const auto decoded =
      Accepted(Statistics(R"({"not_service_user":4,"sent":1,"x":"-2"})"));
  EXPECT_THAT(CountersOf(decoded),
              ElementsAre(Counter{"not_service_user", 4}, Counter{"sent", 1},
                          Counter{"x", -2}));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kStatistics, "not_service_user"},
                          Unexpected{Place::kStatistics, "x"}));
}

TEST(StatisticsTest, AnythingElseUnderAnUndocumentedKeyIsLeftOut) {
  for (const char* other :
       {"1.5", "\"a\"", "true", "null", "{\"sent\":1}", "[1]", "1e400"}) {
    const auto decoded =
        Accepted(Statistics("{\"x\":" + std::string(other) + ",\"sent\":1}"));
    EXPECT_THAT(CountersOf(decoded), ElementsAre(Counter{"sent", 1})) << other;
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kStatistics, "x"}));
  }
}

TEST(StatisticsTest, AnUndocumentedKeyWithTwoValuesIsLeftOut) {
  const auto kept = Accepted(Statistics(R"({"x":1,"x":null,"x":"1"})"));
  EXPECT_THAT(CountersOf(kept), ElementsAre(Counter{"x", 1}));
  for (const char* values :
       {R"("x":1,"x":2,"x":1)", R"("x":1,"x":"a")", R"("x":"a","x":0)"}) {
    const auto decoded =
        Accepted(Statistics("[{" + std::string(values) + R"(},{"sent":1}])"));
    EXPECT_THAT(CountersOf(decoded), ElementsAre(Counter{"sent", 1})) << values;
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kStatistics, "x"}));
  }
}

TEST(StatisticsTest, NamesOfUndocumentedCountersAreBounded) {
  const std::string longest(64, 'x');
  const auto decoded = Accepted(Statistics(
      "{\"" + longest + "\":1,\"" + longest + "y\":2,\"\":3,\"sent\":4}"));
  EXPECT_THAT(CountersOf(decoded),
              ElementsAre(Counter{longest, 1}, Counter{"sent", 4}));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kStatistics, longest},
                          Unexpected{Place::kStatistics, ""}));
}

TEST(StatisticsTest, AtMostThirtyTwoUndocumentedCountersAreTaken) {
  std::string members;
  for (int i = 0; i < 40; ++i) {
    members += "\"x" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  }
  const auto decoded = Accepted(Statistics("{" + members + "\"sent\":1}"));
  const auto counters = CountersOf(decoded);
  ASSERT_THAT(counters, SizeIs(33));
  EXPECT_EQ(counters[31], (Counter{"x31", 31}));
  EXPECT_EQ(counters[32], (Counter{"sent", 1}));
}

}  // namespace
}  // namespace bsg_exporter::bsg
