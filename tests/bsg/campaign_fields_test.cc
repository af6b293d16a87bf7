// The fields of a campaign other than its counters.
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

// A field with a bad value: nothing, and a finding that names the key.
auto Reported(Place place, const std::string& key) {
  return ElementsAre(Unexpected{place, key});
}

TEST(CampaignFieldsTest, NullAndAbsentAreTheSame) {
  const auto decoded = Accepted(Detail(
      R"("name":null,"sender":null,"status":null,"type":null,)"
      R"("started_at":null,"actual_start_at":null,"finished_at":null,)"
      R"("created_at":null,"statistics":null,"alternative_channels":null,)"
      R"("total_messages":null,"total_phones":null,"total_price":null,)"
      R"("currency":null,"message_type":null,"start_at":null)"));
  Campaign only_id;
  only_id.id = 1;
  EXPECT_EQ(decoded.value, only_id);
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(CampaignFieldsTest, IdIsAnInteger) {
  EXPECT_EQ(Accepted(R"({"data":{"id":3272625619}})").value.id, 3272625619);
  EXPECT_EQ(Accepted(R"({"data":{"id":"3272625619"}})").value.id, 3272625619);
  for (const char* bad : {"1.0", "\"x\"", "true", "9223372036854775808"}) {
    const auto decoded =
        Accepted("{\"data\":{\"id\":" + std::string(bad) + "}}");
    EXPECT_EQ(decoded.value.id, std::nullopt) << bad;
    EXPECT_THAT(decoded.unexpected, Reported(Place::kId, "id")) << bad;
  }
}

TEST(CampaignFieldsTest, AnotherCampaignThanAskedForIsReported) {
  EXPECT_THAT(Accepted(R"({"data":{"id":5}})", 5).unexpected, IsEmpty());
  EXPECT_THAT(Accepted(R"({"data":{"status":"done"}})", 5).unexpected,
              IsEmpty());
  const auto decoded = Accepted(R"({"data":{"id":7}})", 5);
  EXPECT_EQ(decoded.value.id, 7);
  EXPECT_THAT(decoded.unexpected, Reported(Place::kId, "asked for 5, got 7"));
}

TEST(CampaignFieldsTest, EveryDocumentedStatusAndTypeIsExpected) {
  for (const std::string_view status : kStatuses) {
    const auto decoded =
        Accepted(Detail("\"status\":\"" + std::string(status) + "\""));
    EXPECT_EQ(decoded.value.status, status);
    EXPECT_THAT(decoded.unexpected, IsEmpty());
  }
  for (const std::string_view type : kTypes) {
    const auto decoded =
        Accepted(Detail("\"type\":\"" + std::string(type) + "\""));
    EXPECT_EQ(decoded.value.type, type);
    EXPECT_THAT(decoded.unexpected, IsEmpty());
  }
}

TEST(CampaignFieldsTest, AnotherStatusOrTypeIsKeptAndReported) {
  const auto decoded =
      Accepted(Detail(R"("status":"archived","type":"telegram")"));
  EXPECT_EQ(decoded.value.status, "archived");
  EXPECT_EQ(decoded.value.type, "telegram");
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kStatus, "archived"},
                          Unexpected{Place::kType, "telegram"}));
}

TEST(CampaignFieldsTest, AStatusOrTypeThatIsNoWordIsLeftOut) {
  for (const std::string& bad :
       {std::string("1"), std::string("\"\""), std::string("true"),
        "\"" + std::string(129, 'x') + "\""}) {
    const auto status = Accepted(Detail("\"status\":" + bad));
    EXPECT_EQ(status.value.status, std::nullopt) << bad;
    EXPECT_THAT(status.unexpected, Reported(Place::kStatus, "status")) << bad;
    const auto type = Accepted(Detail("\"type\":" + bad));
    EXPECT_EQ(type.value.type, std::nullopt) << bad;
    EXPECT_THAT(type.unexpected, Reported(Place::kType, "type")) << bad;
  }
  const std::string longest(128, 'x');
  EXPECT_EQ(Accepted(Detail("\"status\":\"" + longest + "\"")).value.status,
            longest);
}

TEST(CampaignFieldsTest, TypeIsAlsoCalledMessageType) {
  EXPECT_EQ(Accepted(Detail(R"("message_type":"sms")")).value.type, "sms");
  EXPECT_EQ(Accepted(Detail(R"("message_type":"sms","type":"rcs")")).value.type,
            "rcs");
  EXPECT_EQ(Accepted(Detail(R"("message_type":"sms","type":null)")).value.type,
            "sms");
  const auto decoded = Accepted(Detail(R"("message_type":"sms","type":5)"));
  EXPECT_EQ(decoded.value.type, "sms");
  EXPECT_THAT(decoded.unexpected, Reported(Place::kType, "type"));
}

TEST(CampaignFieldsTest, NameAndSenderAreTexts) {
  const auto empty = Accepted(Detail(R"("name":"","sender":"")"));
  EXPECT_EQ(empty.value.name, "");
  EXPECT_EQ(empty.value.sender, "");
  EXPECT_THAT(empty.unexpected, IsEmpty());
  const auto decoded = Accepted(Detail(R"("name":5,"sender":["A"])"));
  EXPECT_EQ(decoded.value.name, std::nullopt);
  EXPECT_EQ(decoded.value.sender, std::nullopt);
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "name"},
                          Unexpected{Place::kOther, "sender"}));
}

TEST(CampaignFieldsTest, ALongTextIsCutBetweenCharacters) {
  const std::string longest(1024, 'x');
  const auto kept = Accepted(Detail("\"name\":\"" + longest + "\""));
  EXPECT_EQ(kept.value.name, longest);
  EXPECT_THAT(kept.unexpected, IsEmpty());
  const std::string most(1022, 'x');
  const auto cut =
      Accepted(Detail("\"name\":\"" + most + "\xE2\x98\x83\xE2\x98\x83\""));
  EXPECT_EQ(cut.value.name, most);
  EXPECT_THAT(cut.unexpected, Reported(Place::kOther, "name"));
}

TEST(CampaignFieldsTest, PriceIsANumberOrOneInAText) {
  const auto price = [](const std::string& value) {
    const auto decoded = Accepted(Detail("\"total_price\":" + value));
    EXPECT_THAT(decoded.unexpected, IsEmpty()) << value;
    return decoded.value.total_price;
  };
  EXPECT_EQ(price("\"0.3000000\""), 0.3);
  EXPECT_EQ(price("\"3.28\""), 3.28);
  EXPECT_EQ(price("2"), 2.0);
  EXPECT_EQ(price("2.50"), 2.5);
  EXPECT_EQ(price("\"1e2\""), 100.0);
  EXPECT_EQ(price("\"-0.5\""), -0.5);
}

TEST(CampaignFieldsTest, ThePricesNameMayHaveABlank) {
  const auto decoded = Accepted(Detail(R"("total price":"0.3000000")"));
  EXPECT_EQ(decoded.value.total_price, 0.3);
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(CampaignFieldsTest, APriceThatIsNoNumberIsLeftOut) {
  for (const char* bad :
       {"\"inf\"", "\"nan\"", "\"-infinity\"", "\"0x10\"", "\"\"", "\" 1\"",
        "\"1 \"", "\"1,5\"", "\"+1\"", "\".5\"", "\"1.\"", "\"01\"", "\"1e\"",
        "\"1e400\"", "\"1.5 EUR\"", "true", "[1]", "{}"}) {
    const auto decoded =
        Accepted(Detail("\"total_price\":" + std::string(bad)));
    EXPECT_EQ(decoded.value.total_price, std::nullopt) << bad;
    EXPECT_THAT(decoded.unexpected, Reported(Place::kPrice, "total_price"))
        << bad;
  }
}

TEST(CampaignFieldsTest, TotalsAreIntegers) {
  const auto good =
      Accepted(Detail(R"("total_messages":"12","total_phones":-1)"));
  EXPECT_EQ(good.value.total_messages, 12);
  EXPECT_EQ(good.value.total_phones, -1);
  EXPECT_THAT(good.unexpected, IsEmpty());
  const auto bad =
      Accepted(Detail(R"("total_messages":1.5,"total_phones":"x")"));
  EXPECT_EQ(bad.value.total_messages, std::nullopt);
  EXPECT_EQ(bad.value.total_phones, std::nullopt);
  EXPECT_THAT(bad.unexpected,
              ElementsAre(Unexpected{Place::kOther, "total_messages"},
                          Unexpected{Place::kOther, "total_phones"}));
}

TEST(CampaignFieldsTest, CurrencyIsThreeCapitalLetters) {
  const auto good = Accepted(Detail(R"("currency":"EUR")"));
  EXPECT_EQ(good.value.currency, "EUR");
  EXPECT_THAT(good.unexpected, IsEmpty());
  for (const std::string odd : {"eur", "EURO", "E1R", "0123456789abcdef"}) {
    const auto decoded = Accepted(Detail("\"currency\":\"" + odd + "\""));
    EXPECT_EQ(decoded.value.currency, odd);
    EXPECT_THAT(decoded.unexpected, Reported(Place::kCurrency, "currency"));
  }
  for (const char* bad : {"978", "\"\"", "\"0123456789abcdefg\"", "true"}) {
    const auto decoded = Accepted(Detail("\"currency\":" + std::string(bad)));
    EXPECT_EQ(decoded.value.currency, std::nullopt) << bad;
    EXPECT_THAT(decoded.unexpected, Reported(Place::kCurrency, "currency"));
  }
}

TEST(CampaignFieldsTest, TimesHaveSeveralNames) {
  const WallTime morning = sys_days{2026y / 2 / 11} + hours(9);
  const std::string text = R"(:"2026-02-11 09:00:00")";
  for (const char* name :
       {R"("started_at")", R"("start_at")", R"("start_date")"}) {
    EXPECT_EQ(Accepted(Detail(name + text)).value.planned_start, morning);
  }
  for (const char* name : {R"("actual_start_at")", R"("real_start_at")"}) {
    EXPECT_EQ(Accepted(Detail(name + text)).value.actual_start, morning);
  }
  EXPECT_EQ(Accepted(Detail(R"("created_at")" + text)).value.created_at,
            morning);
  EXPECT_EQ(Accepted(Detail(R"("finished_at")" + text)).value.finished_at,
            morning);
}

TEST(CampaignFieldsTest, TheFirstUsableNameWins) {
  const auto day = [](unsigned d) -> WallTime {
    return sys_days{2026y / 2 / std::chrono::day(d)};
  };
  const auto decoded = Accepted(Detail(
      R"("start_date":"2026-02-03 00:00:00",)"
      R"("start_at":"2026-02-02 00:00:00",)"
      R"("started_at":"2026-02-01 00:00:00",)"
      R"("real_start_at":"2026-02-05 00:00:00","actual_start_at":null)"));
  EXPECT_EQ(decoded.value.planned_start, day(1));
  EXPECT_EQ(decoded.value.actual_start, day(5));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
  const auto second =
      Accepted(Detail(R"("start_date":"2026-02-03 00:00:00",)"
                      R"("start_at":"2026-02-02 00:00:00","started_at":"")"));
  EXPECT_EQ(second.value.planned_start, day(2));
  EXPECT_THAT(second.unexpected, Reported(Place::kTime, "started_at"));
}

TEST(CampaignFieldsTest, ABadTimeIsLeftOut) {
  for (const char* bad : {"\"2026-02-30 00:00:00\"", "\"0000-00-00 00:00:00\"",
                          "\"\"", "1771000000", "true", "\"yesterday\""}) {
    const auto decoded =
        Accepted(Detail("\"finished_at\":" + std::string(bad)));
    EXPECT_EQ(decoded.value.finished_at, std::nullopt) << bad;
    EXPECT_THAT(decoded.unexpected, Reported(Place::kTime, "finished_at"))
        << bad;
  }
}

TEST(CampaignFieldsTest, TimesAreReadInTheGivenZone) {
  const Result<TimeZone> kyiv = TimeZone::Load("Europe/Kyiv");
  ASSERT_THAT(kyiv, IsOk());
  const auto decoded =
      DecodeCampaign(Detail(R"("created_at":"2026-02-11 09:00:00",)"
                            R"("finished_at":"2026-02-11 09:00:00Z")"),
                     *kyiv, std::nullopt);
  ASSERT_THAT(decoded, IsOk());
  EXPECT_EQ(decoded->value.created_at, sys_days{2026y / 2 / 11} + hours(7));
  EXPECT_EQ(decoded->value.finished_at, sys_days{2026y / 2 / 11} + hours(9));
}

TEST(CampaignFieldsTest, UnknownFieldsAreReportedByTheirKeyAlone) {
  const auto decoded =
      Accepted(Detail(R"("segment_count":100,"phones":["380441234567"])"));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "segment_count"},
                          Unexpected{Place::kOther, "phones"}));
}

}  // namespace
}  // namespace bsg_exporter::bsg
