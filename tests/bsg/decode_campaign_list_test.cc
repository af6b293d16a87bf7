// The list of campaigns: where in a document it stands, and what its rows say.
#include <string>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"

namespace bsg_exporter::bsg {
namespace {

using std::chrono::sys_days;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

Result<Decoded<CampaignList>> DecodeList(std::string_view body) {
  return DecodeCampaignList(body, TimeZone::Utc());
}

// The list in a document that is to be accepted.
Decoded<CampaignList> AcceptedList(std::string_view body) {
  Result<Decoded<CampaignList>> decoded = DecodeList(body);
  EXPECT_THAT(decoded, IsOk()) << body;
  return decoded.ok() ? std::move(decoded).value() : Decoded<CampaignList>{};
}

// A list of one campaign with these members beside its id.
ListedCampaign Row(const std::string& members) {
  const auto decoded = AcceptedList(R"({"data":[{"id":1,)" + members + "}]}");
  EXPECT_EQ(decoded.value.rows.size(), 1u) << members;
  EXPECT_THAT(decoded.unexpected, IsEmpty()) << members;
  return decoded.value.rows.empty() ? ListedCampaign{} : decoded.value.rows[0];
}

std::vector<CampaignId> Ids(const CampaignList& list) {
  std::vector<CampaignId> ids;
  for (const ListedCampaign& row : list.rows) ids.push_back(row.id);
  return ids;
}

TEST(CampaignListTest, ThePublishedExample) {
  const WallTime day12 = sys_days{2026y / 2 / 12} + 9h;
  const WallTime day13 = sys_days{2026y / 2 / 13} + 9h;
  const WallTime day14 = sys_days{2026y / 2 / 14} + 9h;
  const auto decoded =
      AcceptedList(Fixture("payloads/11_campaign_list_page.json"));
  EXPECT_EQ(
      decoded.value,
      (CampaignList{.rows = {{.id = 61204432,
                              .name = "RCS api campaign / 2026-02-14 09:00:00",
                              .sender = "AcmeAgent",
                              .status = "done",
                              .type = "rcs",
                              .created_at = day14,
                              .planned_start = day14,
                              .actual_start = day14 + 3s,
                              .finished_at = day14 + 1min},
                             {.id = 61204431,
                              .name = "RCS api campaign / 2026-02-13 09:00:00",
                              .sender = "AcmeAgent",
                              .status = "sending",
                              .type = "rcs",
                              .created_at = day13,
                              .planned_start = day13,
                              .actual_start = day13 + 3s,
                              .finished_at = {}},
                             {.id = 61204430,
                              .name = "RCS api campaign / 2026-02-12 09:00:00",
                              .sender = "AcmeAgent",
                              .status = "moderation",
                              .type = "rcs",
                              .created_at = day12,
                              .planned_start = day12,
                              .actual_start = {},
                              .finished_at = {}}},
                    .unreadable = 0,
                    .total = 73}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(CampaignListTest, StandsInDataOrBare) {
  for (const char* body : {R"({"data":[{"id":7}]})", R"([{"id":7}])",
                           R"({"data":[{"id":7}],"meta":null})",
                           R"({"data":[{"id":7}],"meta":[]})",
                           R"({"data":[{"id":7}],"meta":{"page":null}})"}) {
    const auto decoded = AcceptedList(body);
    EXPECT_THAT(Ids(decoded.value), ElementsAre(7)) << body;
    EXPECT_EQ(decoded.value.total, std::nullopt) << body;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << body;
  }
}

TEST(CampaignListTest, AnEmptyListMayBeAnEmptyObject) {
  for (const char* body : {R"({"data":[]})", R"({"data":{}})", "[]"}) {
    const auto decoded = AcceptedList(body);
    EXPECT_EQ(decoded.value, CampaignList()) << body;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << body;
  }
  EXPECT_EQ(AcceptedList(R"({"data":{},"meta":{"page":{"total":0}}})").value,
            (CampaignList{.rows = {}, .unreadable = 0, .total = 0}));
}

TEST(CampaignListTest, AnotherSingleKeyIsTakenAndReported) {
  for (const std::string key : {"en-US", "fr-FR"}) {
    const auto decoded = AcceptedList("{\"" + key + R"(":[{"id":7}]})");
    EXPECT_THAT(Ids(decoded.value), ElementsAre(7));
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kEnvelope, key}));
  }
  EXPECT_THAT(AcceptedList(R"({"en-US":[]})").value.rows, IsEmpty());
}

TEST(CampaignListTest, WhatStandsBesideDataIsReported) {
  const auto decoded = AcceptedList(
      R"({"links":{},"data":[{"id":7}],"meta":{},"data":[{"id":8}]})");
  EXPECT_THAT(Ids(decoded.value), ElementsAre(7));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kEnvelope, "links"},
                          Unexpected{Place::kEnvelope, "data"}));
}

TEST(CampaignListTest, TheTotalIsANumberOrOneInAText) {
  const auto with_total = [](const std::string& total) {
    return AcceptedList(R"({"data":[],"meta":{"page":{"total":)" + total +
                        "}}}");
  };
  EXPECT_EQ(with_total("73").value.total, 73u);
  EXPECT_EQ(with_total("\"73\"").value.total, 73u);
  EXPECT_EQ(with_total("null").value.total, std::nullopt);
  EXPECT_THAT(with_total("null").unexpected, IsEmpty());
  for (const char* bad : {"-1", "1.5", "\"many\"", "true", "[]"}) {
    const auto decoded = with_total(bad);
    EXPECT_EQ(decoded.value.total, std::nullopt) << bad;
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kEnvelope, "total"}))
        << bad;
  }
}

TEST(ListedCampaignTest, NamesAreThoseOfADetailInAllTheirForms) {
  const WallTime morning = sys_days{2026y / 2 / 11} + 9h;
  const std::string time = R"(:"2026-02-11 09:00:00")";
  for (const char* name :
       {R"("started_at")", R"("start_at")", R"("start_date")"}) {
    EXPECT_EQ(Row(name + time).planned_start, morning);
  }
  for (const char* name : {R"("actual_start_at")", R"("real_start_at")"}) {
    EXPECT_EQ(Row(name + time).actual_start, morning);
  }
  EXPECT_EQ(Row(R"("created_at")" + time).created_at, morning);
  EXPECT_EQ(Row(R"("finished_at")" + time).finished_at, morning);
  EXPECT_EQ(Row(R"("type":"sms")").type, "sms");
  EXPECT_EQ(Row(R"("message_type":"sms")").type, "sms");
  EXPECT_EQ(Row(R"("status":"paused")").status, "paused");
  EXPECT_EQ(Row(R"("name":"a")").name, "a");
  EXPECT_EQ(Row(R"("sender":"b")").sender, "b");
}

TEST(ListedCampaignTest, TimesAreReadInTheGivenZone) {
  const Result<TimeZone> berlin = TimeZone::Load("Europe/Berlin");
  ASSERT_THAT(berlin, IsOk());
  const auto decoded =
      DecodeCampaignList(R"([{"id":1,"created_at":"2026-02-11 09:00:00",)"
                         R"("finished_at":"2026-07-11 09:00:00"}])",
                         *berlin);
  ASSERT_THAT(decoded, IsOk());
  ASSERT_EQ(decoded->value.rows.size(), 1u);
  const ListedCampaign& row = decoded->value.rows[0];
  EXPECT_EQ(row.created_at, sys_days{2026y / 2 / 11} + 8h);
  EXPECT_EQ(row.finished_at, sys_days{2026y / 7 / 11} + 7h);
}

TEST(ListedCampaignTest, NullAndAbsentAreTheSame) {
  EXPECT_EQ(Row(R"("name":null,"sender":null,"status":null,"type":null,)"
                R"("message_type":null,"start_at":null,"real_start_at":null,)"
                R"("finished_at":null,"created_at":null,"statistics":null,)"
                R"("calculated_price":null,"currency":null,)"
                R"("alternative_channels":null)"),
            ListedCampaign{.id = 1});
}

TEST(ListedCampaignTest, CountersAndPricesAreNotLookedAt) {
  EXPECT_EQ(Row(R"("statistics":"none","alternative_channels":[7],)"
                R"("calculated_price":"dear","currency":0,)"
                R"("total_messages":"x","total_phones":{},"total_price":[])"),
            ListedCampaign{.id = 1});
}

TEST(ListedCampaignTest, AnIdMayBeAText) {
  EXPECT_THAT(Ids(AcceptedList(R"([{"id":"3272625619"},{"id":5}])").value),
              ElementsAre(3272625619, 5));
}

TEST(ListedCampaignTest, ARowWithoutAUsableIdIsCountedAndTheOthersAreKept) {
  for (const char* bad : {"null", "7", "\"x\"", "[]", "{}", R"({"name":"a"})",
                          R"({"id":null})"}) {
    const auto decoded = AcceptedList(R"({"data":[{"id":1},)" +
                                      std::string(bad) + R"(,{"id":2}]})");
    EXPECT_THAT(Ids(decoded.value), ElementsAre(1, 2)) << bad;
    EXPECT_EQ(decoded.value.unreadable, 1u) << bad;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << bad;
  }
  for (const char* bad : {"0", "-5", "\"0\"", "1.0", "\"x\"", "true", "{}",
                          "9223372036854775808"}) {
    const auto decoded = AcceptedList(R"([{"id":)" + std::string(bad) +
                                      R"(},{"id":1},{"id":2}])");
    EXPECT_THAT(Ids(decoded.value), ElementsAre(1, 2)) << bad;
    EXPECT_EQ(decoded.value.unreadable, 1u) << bad;
    EXPECT_THAT(decoded.unexpected, ElementsAre(Unexpected{Place::kId, "id"}))
        << bad;
  }
}

TEST(ListedCampaignTest, OfAnIdThatIsThereTwiceTheFirstRowCounts) {
  const auto decoded = AcceptedList(
      R"([{"id":1,"status":"done"},{"id":2},{"id":"1","status":"paused"}])");
  EXPECT_THAT(Ids(decoded.value), ElementsAre(1, 2));
  EXPECT_EQ(decoded.value.rows[0].status, "done");
  EXPECT_EQ(decoded.value.unreadable, 0u);
}

TEST(ListedCampaignTest, WhatNobodyDocumentsIsReported) {
  const auto decoded = AcceptedList(
      R"([{"id":1,"status":"archived","type":"telegram","priority":5,)"
      R"("created_at":"yesterday","name":3},)"
      R"({"id":2,"status":"archived","priority":6}])");
  EXPECT_EQ(decoded.value.rows,
            (std::vector<ListedCampaign>{
                {.id = 1, .status = "archived", .type = "telegram"},
                {.id = 2, .status = "archived"}}));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "priority"},
                          Unexpected{Place::kOther, "name"},
                          Unexpected{Place::kStatus, "archived"},
                          Unexpected{Place::kType, "telegram"},
                          Unexpected{Place::kTime, "created_at"}));
}

TEST(NoCampaignListTest, ACampaign) {
  EXPECT_THAT(DecodeList(Fixture("payloads/12_campaign_general.json")),
              FailsWith(Reason::kInvalidDocument,
                        "/data: expected a list of campaigns, got a campaign"));
  EXPECT_THAT(DecodeList(R"({"id":7,"status":"done"})"),
              FailsWith(Reason::kInvalidDocument,
                        "expected a list of campaigns, got a campaign"));
}

TEST(NoCampaignListTest, AnErrorThatCameAsASuccess) {
  for (const char* body :
       {R"({"message":"Model not found"})", R"({"errors":[]})",
        R"({"message":"Invalid campaign status","errors":[]})",
        R"({"error":"1","errorDescription":"invalid key"})",
        R"({"code":401,"message":"no"})", R"({"message":[{"id":1}]})"}) {
    EXPECT_THAT(DecodeList(body),
                FailsWith(Reason::kInvalidDocument,
                          "expected a list of campaigns, got an error"))
        << body;
  }
}

TEST(NoCampaignListTest, AnythingElse) {
  for (const char* body :
       {"null", "7", "\"x\"", "{}", R"({"data":null})", R"({"bearer":"x"})",
        R"({"phones":["380441234567"]})", R"({"a":[{"id":1}],"b":[]})"}) {
    EXPECT_THAT(DecodeList(body), FailsWith(Reason::kInvalidDocument,
                                            "expected a list of campaigns"))
        << body;
  }
  EXPECT_THAT(DecodeList(Fixture("payloads/21_balance.json")),
              FailsWith(Reason::kInvalidDocument,
                        "/data: expected a list of campaigns"));
  EXPECT_THAT(
      DecodeList(Fixture("payloads/37_gateway_maintenance_INFERRED.html")),
      FailsWith(Reason::kInvalidJson,
                "not a JSON document: syntax error at byte 0"));
}

}  // namespace
}  // namespace bsg_exporter::bsg
