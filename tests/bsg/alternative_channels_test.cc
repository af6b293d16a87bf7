// The fallback channels of a campaign.
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string Alternative(const std::string& channels) {
  return Detail(R"("alternative_channels":)" + channels);
}

Channel Fallback(const std::string& name, std::vector<Counter> counters) {
  return {name, Role::kAlternative, std::move(counters)};
}

TEST(AlternativeChannelsTest, EveryChannelHasCountersOfItsOwn) {
  const auto decoded = Accepted(
      Alternative(R"({"viber":{"statistics":{"read":2}},)"
                  R"("sms":{"statistics":[{"sent":1},{"failed":3}]}})"));
  EXPECT_THAT(decoded.value.channels,
              ElementsAre(Fallback("viber", {{"read", 2}}),
                          Fallback("sms", {{"sent", 1}, {"failed", 3}})));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(AlternativeChannelsTest, ThePrimaryChannelStandsFirst) {
  const auto decoded = Accepted(
      Detail(R"("alternative_channels":{"sms":{"statistics":{"sent":1}}},)"
             R"("statistics":{"sent":2},"type":"sms")"));
  EXPECT_THAT(decoded.value.channels,
              ElementsAre(Channel{"sms", Role::kPrimary, {{"sent", 2}}},
                          Fallback("sms", {{"sent", 1}})));
}

TEST(AlternativeChannelsTest, ArraysMayStandWhereObjectsDo) {
  const auto expected = ElementsAre(Fallback("sms", {{"sent", 1}}));
  for (const char* channels :
       {R"([{"sms":{"statistics":{"sent":1}}}])",
        R"({"sms":[{"statistics":{"sent":1}}]})",
        R"([{},{"sms":[{"statistics":[{"sent":1}]}]}])"}) {
    const auto decoded = Accepted(Alternative(channels));
    EXPECT_THAT(decoded.value.channels, expected) << channels;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << channels;
  }
}

TEST(AlternativeChannelsTest, ThereMayBeNothing) {
  for (const char* nothing :
       {"null", "[]", "{}", "[{}]", R"({"sms":null})", R"({"sms":[]})",
        R"({"sms":{}})", R"({"sms":[{}]})", R"({"sms":{"statistics":null}})",
        R"({"sms":{"statistics":[]}})"}) {
    const auto decoded = Accepted(Alternative(nothing));
    EXPECT_THAT(decoded.value.channels, IsEmpty()) << nothing;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << nothing;
  }
}

TEST(AlternativeChannelsTest, AWrongTypeIsLeftOutAndReported) {
  for (const char* wrong : {"5", "\"sms\"", "true", "[5]", "[null]", "[[]]"}) {
    const auto decoded = Accepted(Alternative(wrong));
    EXPECT_THAT(decoded.value.channels, IsEmpty()) << wrong;
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kAlternativeChannels,
                                       "alternative_channels"}))
        << wrong;
  }
}

TEST(AlternativeChannelsTest, AWrongChannelCostsNoOtherOne) {
  for (const char* wrong : {"5", "\"x\"", "true", "[5]", "[null]"}) {
    const auto decoded =
        Accepted(Alternative("{\"sms\":" + std::string(wrong) +
                             R"(,"viber":{"statistics":{"sent":1}}})"));
    EXPECT_THAT(decoded.value.channels,
                ElementsAre(Fallback("viber", {{"sent", 1}})));
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kAlternativeChannels, "sms"}))
        << wrong;
  }
}

TEST(AlternativeChannelsTest, OtherKeysOfAChannelAreReported) {
  const auto decoded = Accepted(
      Alternative(R"({"sms":{"sender":"A","statistics":{"sent":1}}})"));
  EXPECT_THAT(decoded.value.channels,
              ElementsAre(Fallback("sms", {{"sent", 1}})));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kAlternativeChannels, "sender"}));
}

TEST(AlternativeChannelsTest, BadCountersCostTheDocument) {
  EXPECT_THAT(
      Decode(Alternative(R"({"sms":{"statistics":{"sent":"x"}}})")),
      FailsWith(Reason::kInvalidDocument,
                "/data/alternative_channels/sms/statistics/sent: expected an "
                "integer"));
  EXPECT_THAT(Decode(Alternative(R"({"sms":[{"statistics":7}]})")),
              FailsWith(Reason::kInvalidDocument,
                        "/data/alternative_channels/sms/0/statistics: "
                        "expected an object of counters"));
}

TEST(AlternativeChannelsTest, AnUndocumentedChannelIsTakenAndReported) {
  const auto decoded =
      Accepted(Alternative(R"({"telegram":{"statistics":{"sent":1}}})"));
  EXPECT_THAT(decoded.value.channels,
              ElementsAre(Fallback("telegram", {{"sent", 1}})));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kAlternativeChannels, "telegram"}));
}

TEST(AlternativeChannelsTest, ARepeatedChannelIsOneChannel) {
  const auto decoded =
      Accepted(Alternative(R"({"sms":{"statistics":{"sent":1,"read":2}},)"
                           R"("sms":{"statistics":{"sent":1,"failed":3}}})"));
  EXPECT_THAT(
      decoded.value.channels,
      ElementsAre(Fallback("sms", {{"sent", 1}, {"read", 2}, {"failed", 3}})));
  EXPECT_THAT(
      Decode(Alternative(R"({"sms":{"statistics":{"sent":1}},)"
                         R"("sms":{"statistics":{"sent":2}}})")),
      FailsWith(Reason::kInvalidDocument,
                "/data/alternative_channels/sms/statistics/sent: expected one "
                "value, got two"));
}

TEST(AlternativeChannelsTest, NamesAreBounded) {
  const std::string longest(64, 'x');
  const std::string counters = R"(:{"statistics":{"sent":1}})";
  const auto decoded =
      Accepted(Alternative("{\"" + longest + "\"" + counters + ",\"" + longest +
                           "y\"" + counters + ",\"\"" + counters + "}"));
  EXPECT_THAT(decoded.value.channels,
              ElementsAre(Fallback(longest, {{"sent", 1}})));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kAlternativeChannels, longest},
                          Unexpected{Place::kAlternativeChannels, ""}));
}

TEST(AlternativeChannelsTest, AtMostSixteenUndocumentedChannelsAreTaken) {
  std::string channels;
  for (int i = 0; i < 20; ++i) {
    channels += "\"x" + std::to_string(i) + R"(":{"statistics":{"sent":1}},)";
  }
  const auto decoded = Accepted(
      Alternative("{" + channels + R"("sms":{"statistics":{"sent":2}}})"));
  ASSERT_THAT(decoded.value.channels, SizeIs(17));
  EXPECT_EQ(decoded.value.channels[15], Fallback("x15", {{"sent", 1}}));
  EXPECT_EQ(decoded.value.channels[16], Fallback("sms", {{"sent", 2}}));
}

}  // namespace
}  // namespace bsg_exporter::bsg
