// Every example document, to the last value.
#include <string>
#include <utility>
#include <vector>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"

namespace bsg_exporter::bsg {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

Decoded<Campaign> Payload(const std::string& name) {
  return Accepted(Fixture("payloads/" + name));
}

WallTime January(unsigned day, seconds time) {
  return std::chrono::sys_days{2026y / 1 / std::chrono::day(day)} + time;
}
WallTime February(unsigned day, seconds time) {
  return std::chrono::sys_days{2026y / 2 / std::chrono::day(day)} + time;
}

TEST(PayloadsTest, TheVendorsPage) {
  const WallTime then =
      std::chrono::sys_days{2021y / 4 / 27} + 19h + 44min + 6s;
  const auto decoded = Payload("00_vendor_page_example.json");
  EXPECT_EQ(
      decoded.value,
      (Campaign{
          .id = 1,
          .name = "string",
          .sender = "string",
          .status = "creation",
          .type = "rcs",
          .created_at = then,
          .planned_start = then,
          .actual_start = then,
          .finished_at = then,
          .channels = {Primary("rcs", Counts(std::vector<std::int64_t>(11))),
                       Sms(Counts(std::vector<std::int64_t>(10)))},
          .total_messages = 1,
          .total_phones = 1,
          .total_price = 0.3,
          .currency = "UAH"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsWithReadAndSmsFallback) {
  const auto decoded = Payload("01_rcs_data_read_sms_fallback.json");
  EXPECT_EQ(
      decoded.value,
      (Campaign{
          .id = 61204417,
          .name = "RCS api campaign / 2026-02-11 09:30:05",
          .sender = "AcmeAgent",
          .status = "done",
          .type = "rcs",
          .created_at = February(11, 9h + 30min + 5s),
          .planned_start = February(11, 9h + 30min + 5s),
          .actual_start = February(11, 9h + 30min + 9s),
          .finished_at = February(11, 9h + 31min + 40s),
          .channels = {Primary("rcs", Counts({610, 0, 0, 0, 0, 0, 40, 5, 30, 2,
                                              275, 0, 38})),
                       Sms(Counts({96, 4, 0, 0, 0, 0, 5, 0, 8, 0, 0, 0, 0}))},
          .total_messages = 1000,
          .total_phones = 1000,
          .total_price = 21.437,
          .currency = "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsInALocalesName) {
  const auto decoded = Payload("02_rcs_locale_wrapped.json");
  EXPECT_EQ(decoded.value,
            (Campaign{.id = 61204418,
                      .name = "RCS api campaign / 2026-02-11 10:00:00",
                      .sender = "AcmeAgent",
                      .status = "sending",
                      .type = "rcs",
                      .created_at = February(11, 9h + 55min + 12s),
                      .planned_start = February(11, 10h),
                      .actual_start = February(11, 10h + 3s),
                      .finished_at = std::nullopt,
                      .channels = {Primary("rcs", Counts({120, 60, 0, 0, 15,
                                                          100, 0, 0, 0, 0, 5})),
                                   Sms(Counts({0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))},
                      .total_messages = 300,
                      .total_phones = 300,
                      .total_price = 3.75,
                      .currency = "UAH"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsBareWithStatisticsInAnArray) {
  const auto decoded =
      Payload("03_rcs_bare_table_names_stats_array_one_object.json");
  EXPECT_EQ(decoded.value,
            (Campaign{.id = 61204419,
                      .name = "RCS api campaign / 2026-02-12 08:00:00",
                      .sender = "AcmeAgent",
                      .status = "paused",
                      .type = "rcs",
                      .created_at = February(12, 7h + 58min + 31s),
                      .planned_start = February(12, 8h),
                      .actual_start = February(12, 8h + 2s),
                      .finished_at = std::nullopt,
                      .channels = {Primary("rcs", Counts({40, 10, 150, 0, 0, 0,
                                                          0, 0, 0, 0, 0})),
                                   Sms(Counts({3, 0, 0, 0, 0, 0, 0, 0, 0, 0}))},
                      .total_messages = 200,
                      .total_phones = 200,
                      .total_price = 1.025,
                      .currency = "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsWithOneCounterAnElement) {
  const auto decoded = Payload("04_rcs_stats_array_one_counter_each.json");
  EXPECT_EQ(decoded.value,
            (Campaign{.id = 61204420,
                      .name = "RCS api campaign / 2026-02-12 09:00:00",
                      .sender = "AcmeAgent",
                      .status = "done",
                      .type = "rcs",
                      .created_at = February(12, 9h),
                      .planned_start = February(12, 9h),
                      .actual_start = February(12, 9h + 1s),
                      .finished_at = February(12, 9h + 30s),
                      .channels = {Primary("rcs", {{"delivered", 18},
                                                   {"read", 7},
                                                   {"undelivered", 3},
                                                   {"expired", 2}}),
                                   Sms({{"delivered", 4}, {"sent", 1}})},
                      .total_messages = 30,
                      .total_phones = 30,
                      .total_price = 0.65,
                      .currency = "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, SmsWithoutFallback) {
  const auto decoded = Payload("05_sms_data_empty_array_alt_short_price.json");
  EXPECT_EQ(decoded.value,
            (Campaign{.id = 58993120,
                      .name = "SMS api campaign / 2026-01-20 15:04:10",
                      .sender = "ACME",
                      .status = "done",
                      .type = "sms",
                      .created_at = January(20, 15h + 4min + 10s),
                      .planned_start = January(20, 15h + 4min + 10s),
                      .actual_start = January(20, 15h + 4min + 21s),
                      .finished_at = January(20, 15h + 4min + 24s),
                      .channels = {Primary("sms", Counts({182, 6, 0, 0, 0, 0, 4,
                                                          0, 7, 1, 0, 0, 0}))},
                      .total_messages = 200,
                      .total_phones = 190,
                      .total_price = 3.28,
                      .currency = "USD"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, SmsWithAStartDate) {
  const auto decoded = Payload("06_sms_start_date_names.json");
  EXPECT_EQ(decoded.value,
            (Campaign{.id = 58993121,
                      .name = "SMS api campaign / 2026-01-21 12:00:00",
                      .sender = "ACME",
                      .status = "sending",
                      .type = "sms",
                      .created_at = January(21, 11h + 59min + 40s),
                      .planned_start = January(21, 12h),
                      .actual_start = January(21, 12h + 5s),
                      .finished_at = std::nullopt,
                      .channels = {Primary(
                          "sms", Counts({70, 20, 0, 0, 5, 5, 0, 0, 0, 0}))},
                      .total_messages = 100,
                      .total_phones = 100,
                      .total_price = 1.64,
                      .currency = "USD"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsThatHasNotStarted) {
  const auto decoded = Payload("07_rcs_scheduled_all_nullable_null.json");
  EXPECT_EQ(
      decoded.value,
      (Campaign{.id = 61204421,
                .name = "RCS api campaign / 2026-02-13 07:00:00",
                .sender = "AcmeAgent",
                .status = "scheduled",
                .type = "rcs",
                .created_at = February(13, 7h),
                .planned_start = std::chrono::sys_days{2026y / 3 / 1} + 6h,
                .actual_start = std::nullopt,
                .finished_at = std::nullopt,
                .channels = {Primary(
                    "rcs", Counts({0, 0, 5000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))},
                .total_messages = 5000,
                .total_phones = 5000,
                .total_price = 0.0,
                .currency = "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, Viber) {
  const auto decoded = Payload("08_viber_data.json");
  EXPECT_EQ(
      decoded.value,
      (Campaign{
          .id = 61300007,
          .name = "Viber api campaign / 2026-02-14 13:43:00",
          .sender = "AcmeViber",
          .status = "done",
          .type = "viber",
          .created_at = February(14, 13h + 43min),
          .planned_start = February(14, 13h + 43min),
          .actual_start = February(14, 13h + 43min + 4s),
          .finished_at = February(14, 13h + 43min + 20s),
          .channels = {Primary("viber", Counts({55, 0, 0, 0, 0, 0, 3, 0, 0, 0,
                                                30, 12, 0})),
                       Sms(Counts({11, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}))},
          .total_messages = 100,
          .total_phones = 100,
          .total_price = 1.1025,
          .currency = "EUR"}));
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

// The same campaign twice: messages move on, and counters fall.
Campaign Evolving() {
  return {.id = 61204430,
          .name = "RCS api campaign / 2026-02-15 10:00:00",
          .sender = "AcmeAgent",
          .status = std::nullopt,
          .type = "rcs",
          .created_at = February(15, 10h),
          .planned_start = February(15, 10h),
          .actual_start = February(15, 10h + 2s),
          .finished_at = std::nullopt,
          .channels = {},
          .total_messages = 100,
          .total_phones = 100,
          .total_price = std::nullopt,
          .currency = "EUR"};
}

TEST(PayloadsTest, RcsWhileItIsSent) {
  const auto decoded = Payload("09a_rcs_evolution_t0.json");
  Campaign expected = Evolving();
  expected.status = "sending";
  expected.total_price = 0.8;
  expected.channels = {
      Primary("rcs", Counts({38, 30, 0, 0, 10, 20, 0, 0, 0, 0, 2, 0, 0})),
      Sms(Counts({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))};
  EXPECT_EQ(decoded.value, expected);
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsOnceItIsDone) {
  const auto decoded = Payload("09b_rcs_evolution_t1.json");
  Campaign expected = Evolving();
  expected.status = "done";
  expected.finished_at = February(15, 10h + 40s);
  expected.total_price = 1.885;
  expected.channels = {
      Primary("rcs", Counts({30, 2, 0, 0, 0, 0, 6, 0, 3, 0, 55, 0, 4})),
      Sms(Counts({9, 3, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}))};
  EXPECT_EQ(decoded.value, expected);
  EXPECT_THAT(decoded.unexpected, IsEmpty());
}

TEST(PayloadsTest, RcsWithWhatNoPageDocuments) {
  const auto decoded = Payload("10_rcs_number_price_unknown_counter.json");
  Campaign expected = Evolving();
  expected.id = 61204431;
  expected.status = "done";
  expected.finished_at = February(15, 10h + 40s);
  expected.total_price = 2.0;
  std::vector<Counter> counters =
      Counts({90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0});
  counters.push_back({"not_service_user", 0});
  expected.channels = {Primary("rcs", std::move(counters))};
  EXPECT_EQ(decoded.value, expected);
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "segment_count"},
                          Unexpected{Place::kStatistics, "not_service_user"}));
}

}  // namespace
}  // namespace bsg_exporter::bsg
