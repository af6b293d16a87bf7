// Which documents hold a campaign, and where in them it stands.
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kCampaign[] = R"({"id":7,"status":"done","statistics":{}})";

// The campaign with something in front and behind.
std::string Around(const std::string& front, const std::string& behind) {
  std::string body = front;
  body += kCampaign;
  body += behind;
  return body;
}

TEST(EnvelopeTest, DataOrNoneOrThePagesLanguageAreExpected) {
  for (const std::string& body : {Around("", ""), Around(R"({"data":)", "}"),
                                  Around(R"({"en-US":)", "}")}) {
    const auto decoded = Accepted(body);
    EXPECT_EQ(decoded.value.id, 7) << body;
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << body;
  }
}

TEST(EnvelopeTest, AnotherSingleKeyIsTakenAndReported) {
  const auto decoded = Accepted(Around(R"({"fr-FR":)", "}"));
  EXPECT_EQ(decoded.value.id, 7);
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kEnvelope, "fr-FR"}));
}

TEST(EnvelopeTest, AnotherKeyNeedsStatisticsAndNoNeighbour) {
  EXPECT_THAT(Decode(R"({"result":{"id":7,"status":"done"}})"),
              FailsWith(Reason::kInvalidDocument, "expected a campaign"));
  EXPECT_THAT(Decode(Around(R"({"a":)", R"(,"b":1})")),
              FailsWith(Reason::kInvalidDocument, "expected a campaign"));
}

TEST(EnvelopeTest, DataWinsAndItsNeighboursAreReported) {
  const auto decoded = Accepted(Around(
      R"({"id":1,"status":"spam","meta":{},"data":)", R"(,"data":{"id":8}})"));
  EXPECT_EQ(decoded.value.id, 7);
  EXPECT_EQ(decoded.value.status, "done");
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kEnvelope, "id"},
                          Unexpected{Place::kEnvelope, "status"},
                          Unexpected{Place::kEnvelope, "meta"},
                          Unexpected{Place::kEnvelope, "data"}));
}

TEST(EnvelopeTest, BareNeedsIdAndStatus) {
  EXPECT_THAT(Accepted(R"({"id":7,"status":null})").unexpected, IsEmpty());
  EXPECT_THAT(Accepted(R"({"id":7,"status":"done","data":[]})").unexpected,
              ElementsAre(Unexpected{Place::kOther, "data"}));
  EXPECT_THAT(Decode(R"({"id":7,"statistics":{}})"),
              FailsWith(Reason::kInvalidDocument, "expected a campaign"));
  EXPECT_THAT(Decode(R"({"status":"done","statistics":{}})"),
              FailsWith(Reason::kInvalidDocument, "expected a campaign"));
}

TEST(EnvelopeTest, ACampaignHasAnIdOrAStatusOrStatistics) {
  EXPECT_THAT(Decode(R"({"data":{"id":7}})"), IsOk());
  EXPECT_THAT(Decode(R"({"data":{"status":"done"}})"), IsOk());
  EXPECT_THAT(Decode(R"({"data":{"statistics":[]}})"), IsOk());
  EXPECT_THAT(
      Decode(R"({"data":{"name":"a","total_phones":3}})"),
      FailsWith(Reason::kInvalidDocument, "/data: expected a campaign"));
  EXPECT_THAT(
      Decode(R"({"data":{"id":null,"status":null}})"),
      FailsWith(Reason::kInvalidDocument, "/data: expected a campaign"));
  EXPECT_THAT(
      Decode(R"({"data":{}})"),
      FailsWith(Reason::kInvalidDocument, "/data: expected a campaign"));
}

TEST(DecodeCampaignTest, RefusesWhatIsNoObject) {
  for (const char* body : {"null", "true", "7", R"("campaign")", "{}",
                           R"({"data":null})", R"({"data":"x"})"}) {
    EXPECT_THAT(Decode(body),
                FailsWith(Reason::kInvalidDocument, "expected a campaign"))
        << body;
  }
}

TEST(DecodeCampaignTest, RefusesAList) {
  for (const std::string& body : {std::string("[]"), Around("[", "]"),
                                  Around(R"({"data":[)", R"(],"meta":{}})")}) {
    EXPECT_THAT(Decode(body), FailsWith(Reason::kInvalidDocument,
                                        "expected a campaign, got a list"))
        << body;
  }
}

TEST(DecodeCampaignTest, RefusesAnErrorThatCameAsASuccess) {
  for (const char* body :
       {R"({"error":"1","errorDescription":"invalid key"})",
        R"({"error":90,"errorDescription":"File not found"})",
        R"({"message":"Not Found"})", R"({"code":401,"message":"no"})",
        R"({"errors":["no"]})"}) {
    EXPECT_THAT(Decode(body), FailsWith(Reason::kInvalidDocument,
                                        "expected a campaign, got an error"))
        << body;
  }
}

// Its `sent` counts all messages; the detail's, those that await a report.
TEST(DecodeCampaignTest, RefusesGeneralInformation) {
  EXPECT_THAT(Decode(Detail(R"("status":"done","calculated_price":null)")),
              FailsWith(Reason::kInvalidDocument,
                        "/data: expected a campaign's detail, got its general "
                        "information, where 'sent' means something else"));
}

TEST(DecodeCampaignTest, AnyTotalMakesItADetail) {
  for (const char* total : {"total_messages", "total_phones", "total_price"}) {
    const auto decoded = Accepted(
        Detail(R"("calculated_price":0,")" + std::string(total) + "\":1"));
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kOther, "calculated_price"}))
        << total;
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg
