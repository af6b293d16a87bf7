#include "tests/simulator/document_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace bsg_exporter::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr Instant kStart{std::chrono::seconds(1'771'000'000)};
constexpr DocumentContext kContext{"main", "EUR", {}};

CampaignPlan PlanOf(const Shape& shape, Kind kind = Kind::kDone,
                    Type type = Type::kRcs) {
  return MakePlan({.seed = 7, .start = kStart, .shape = shape}, 0, 5, type,
                  kind);
}

std::string Document(const CampaignPlan& plan, const Twist& twist = {}) {
  return DetailDocument(plan, StateAt(plan, kStart), kContext, twist);
}

// How much stands under each counter, all its places added up.
std::map<std::string, std::int64_t> CountersIn(const std::string& json) {
  std::map<std::string, std::int64_t> counters;
  for (const std::string_view name : kCounterNames) {
    const std::string key = "\"" + std::string(name) + "\":";
    for (std::size_t at = json.find(key); at != std::string::npos;
         at = json.find(key, at + 1)) {
      counters[std::string(name)] += std::stoll(json.substr(at + key.size()));
    }
  }
  std::erase_if(counters, [](const auto& entry) { return entry.second == 0; });
  return counters;
}

TEST(DocumentWriterTest, EveryShapeHoldsTheSameNumbers) {
  CampaignPlan plain = PlanOf({}, Kind::kSending);
  plain.sms_fallback = true;
  const CampaignState state = StateAt(plain, kStart);
  ASSERT_TRUE(state.sms.has_value());
  const auto expected = CountersIn(TruthDocument(plain, state, kContext));
  ASSERT_GE(expected.size(), 8u);
  for (const NamedShape& named : kShapes) {
    if (named.name == "empty") continue;
    CampaignPlan plan = plain;
    plan.shape = named.shape;
    EXPECT_EQ(CountersIn(Document(plan)), expected) << named.name;
  }
  for (std::int64_t id = 0; id < 200; ++id) {
    CampaignPlan plan = plain;
    plan.shape = ShapeBySeed(1, id);
    EXPECT_EQ(CountersIn(Document(plan)), expected) << id;
  }
}

TEST(DocumentWriterTest, SeedsChooseEveryForm) {
  std::map<int, int> envelopes, names, statistics, fallbacks, prices;
  for (std::int64_t id = 0; id < 100; ++id) {
    const Shape shape = ShapeBySeed(1, id);
    ++envelopes[static_cast<int>(shape.envelope)];
    ++names[static_cast<int>(shape.names)];
    ++statistics[static_cast<int>(shape.statistics)];
    ++fallbacks[static_cast<int>(shape.no_fallback)];
    ++prices[static_cast<int>(shape.price)];
  }
  EXPECT_EQ(envelopes.size(), 3u);
  EXPECT_EQ(names.size(), 4u);
  EXPECT_EQ(statistics.size(), 3u);  // "empty" only by name
  EXPECT_EQ(fallbacks.size(), 4u);
  EXPECT_EQ(prices.size(), 3u);
}

TEST(DocumentWriterTest, TheSpecificationsForm) {
  CampaignPlan plan;
  plan.id = 61204421;
  plan.name = "a \"name\"";
  plan.sender = "AcmeAgent";
  plan.messages = 5000;
  plan.phones = 4990;
  plan.created = Instant(std::chrono::seconds(1'770'966'000));
  plan.planned = plan.starts = kStart + std::chrono::hours(24);
  EXPECT_EQ(
      Document(plan),
      R"({"data":{"id":61204421,"name":"a \"name\"","sender":"AcmeAgent",)"
      R"("status":"scheduled","type":"rcs","started_at":"2026-02-14 16:26:40",)"
      R"("actual_start_at":null,"finished_at":null,)"
      R"("created_at":"2026-02-13 07:00:00","statistics":{"delivered":0,)"
      R"("sent":0,"scheduled":5000,"moderation":0,"accepted":0,"sending":0,)"
      R"("expired":0,"failed":0,"undelivered":0,"unknown":0,"read":0,)"
      R"("not_viber_user":0,"not_rcs_user":0},"alternative_channels":null,)"
      R"("total_messages":5000,"total_phones":4990,)"
      R"("total_price":"0.0000000","currency":"EUR"}})");
}

TEST(DocumentWriterTest, Envelopes) {
  EXPECT_THAT(Document(PlanOf({.envelope = Envelope::kData})),
              StartsWith(R"({"data":{"id":5,)"));
  EXPECT_THAT(Document(PlanOf({.envelope = Envelope::kLocale})),
              StartsWith(R"({"en-US":{"id":5,)"));
  EXPECT_THAT(Document(PlanOf({.envelope = Envelope::kBare})),
              StartsWith(R"({"id":5,)"));
}

TEST(DocumentWriterTest, Aliases) {
  const auto has = [](Names names, const char* key) {
    return Document(PlanOf({.names = names})).find(key) != std::string::npos;
  };
  EXPECT_TRUE(has(Names::kSpec, "\"started_at\""));
  EXPECT_TRUE(has(Names::kSpec, "\"actual_start_at\""));
  EXPECT_TRUE(has(Names::kTable, "\"start_at\""));
  EXPECT_TRUE(has(Names::kTable, "\"real_start_at\""));
  EXPECT_TRUE(has(Names::kTable, "\"type\""));
  EXPECT_TRUE(has(Names::kHelp, "\"start_at\""));
  EXPECT_TRUE(has(Names::kHelp, "\"message_type\""));
  EXPECT_FALSE(has(Names::kHelp, "\"type\""));
  EXPECT_TRUE(has(Names::kSms, "\"start_date\""));
  EXPECT_TRUE(has(Names::kSms, "\"actual_start_at\""));
}

TEST(DocumentWriterTest, StatisticsForms) {
  const auto document = [](StatisticsForm form) {
    return Document(PlanOf({.statistics = form}, Kind::kFuture, Type::kSms));
  };
  EXPECT_THAT(document(StatisticsForm::kObject),
              HasSubstr(R"("statistics":{"delivered":0,"sent":0,)"));
  EXPECT_THAT(document(StatisticsForm::kArrayOfOne),
              HasSubstr(R"("statistics":[{"delivered":0,"sent":0,)"));
  EXPECT_THAT(document(StatisticsForm::kArrayOfCounters),
              HasSubstr(R"("statistics":[{"delivered":0},{"sent":0},)"));
  EXPECT_THAT(document(StatisticsForm::kEmpty),
              HasSubstr(R"("statistics":[],)"));
}

TEST(DocumentWriterTest, NoMessagesYetMeansAnEmptyList) {
  const Shape listed{.statistics = StatisticsForm::kArrayOfOne};
  EXPECT_THAT(Document(PlanOf(listed, Kind::kCreation)),
              HasSubstr(R"("statistics":[],)"));
}

TEST(DocumentWriterTest, FallbackForms) {
  const auto without = [](NoFallback form) {
    return Document(PlanOf({.no_fallback = form}, Kind::kDone, Type::kSms));
  };
  EXPECT_THAT(without(NoFallback::kNull),
              HasSubstr(R"("alternative_channels":null)"));
  EXPECT_THAT(without(NoFallback::kEmptyArray),
              HasSubstr(R"("alternative_channels":[])"));
  EXPECT_THAT(without(NoFallback::kEmptyObject),
              HasSubstr(R"("alternative_channels":{})"));
  EXPECT_THAT(without(NoFallback::kAbsent), Not(HasSubstr("alternative")));
  EXPECT_THAT(
      Document(PlanOf({})),
      HasSubstr(
          R"("alternative_channels":{"sms":{"statistics":{"delivered":)"));
  EXPECT_THAT(
      Document(PlanOf({.statistics = StatisticsForm::kArrayOfOne,
                       .channel_in_array = true})),
      HasSubstr(
          R"("alternative_channels":{"sms":[{"statistics":[{"delivered":)"));
}

TEST(DocumentWriterTest, PriceForms) {
  CampaignPlan plan = PlanOf({.price = PriceForm::kTwoDecimals});
  CampaignState state = StateAt(plan, kStart);
  EXPECT_EQ(state.price % 100'000, 0) << "cut off by two decimals";
  state.price = 32'800'000;
  const auto text = [&](PriceForm form) {
    plan.shape.price = form;
    return DetailDocument(plan, state, kContext);
  };
  EXPECT_THAT(text(PriceForm::kSevenDecimals),
              HasSubstr(R"("total_price":"3.2800000",)"));
  EXPECT_THAT(text(PriceForm::kTwoDecimals),
              HasSubstr(R"("total_price":"3.28",)"));
  EXPECT_THAT(text(PriceForm::kNumber), HasSubstr(R"("total_price":3.28,)"));
}

TEST(DocumentWriterTest, OnlyCreatedAtHasTheOtherZone) {
  const CampaignPlan plan = PlanOf({});
  const DocumentContext context{"main", "EUR", std::chrono::hours(3)};
  const std::string json = DetailDocument(plan, StateAt(plan, kStart), context);
  EXPECT_THAT(json, HasSubstr("\"created_at\":\"" +
                              TimeText(plan.created + std::chrono::hours(3))));
  EXPECT_THAT(json,
              HasSubstr("\"started_at\":\"" + TimeText(plan.planned) + "\""));
}

TEST(DocumentWriterTest, Twists) {
  const CampaignPlan plan = PlanOf({});
  EXPECT_THAT(Document(plan, {.wrong_type = true}),
              HasSubstr(R"("delivered":"many")"));
  EXPECT_THAT(Document(plan, {.unknown_counter = true}),
              HasSubstr(R"("teleported":3})"));
  EXPECT_THAT(Document(plan, {.unknown_status = true}),
              HasSubstr(R"("status":"archived")"));
  EXPECT_THAT(Document(plan, {.unknown_type = true}),
              HasSubstr(R"("type":"telegram")"));
  EXPECT_THAT(Document(plan, {.wrong_id = true}), HasSubstr(R"("id":6,)"));
  EXPECT_THAT(Document(plan, {.invalid_utf8 = true}), HasSubstr("\xc3\x28"));
  EXPECT_THAT(Document(plan, {.nesting = 3}), HasSubstr(R"("extra":[[[]]]})"));
}

TEST(TruthDocumentTest, HasTimesInUnixSecondsOrNull) {
  const CampaignPlan plan = PlanOf({}, Kind::kFuture, Type::kSms);
  const std::string json = TruthDocument(plan, StateAt(plan, kStart), kContext);
  const auto seconds = [](Instant time) {
    return std::to_string(time.time_since_epoch().count() / 1000);
  };
  EXPECT_THAT(json, HasSubstr("\"created\":" + seconds(plan.created) + ","));
  EXPECT_THAT(json,
              HasSubstr("\"planned_start\":" + seconds(plan.planned) + ","));
  EXPECT_THAT(json, HasSubstr(R"("actual_start":null,"finished":null,)"));
  EXPECT_THAT(json, HasSubstr(R"("alternative_channels":{},)"));
  EXPECT_THAT(json, HasSubstr(R"("total_price":"0.0000000")"));
}

}  // namespace
}  // namespace bsg_exporter::simulator
