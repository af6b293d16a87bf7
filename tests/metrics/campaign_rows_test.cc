#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "tests/metrics/page_text.h"

namespace bsg_exporter::metrics {
namespace {

using bsg::Campaign;
using bsg::CampaignState;
using bsg::Role;
using std::chrono::milliseconds;
using std::chrono::seconds;

CampaignState Unread() {
  CampaignState c;
  c.account = "main";
  c.id = 7;
  c.id_text = "7";
  return c;
}

// Read a moment ago; `fill` fills the document in.
template <class Fill>
CampaignState With(Fill fill) {
  Campaign document;
  fill(document);
  CampaignState c = Unread();
  c.failure = std::nullopt;
  c.received = WallTime(seconds(1'771'000'000));
  c.document = std::make_shared<const Campaign>(std::move(document));
  return c;
}

std::string PageOf(const CampaignState& state) {
  const std::shared_ptr<const CampaignState> campaigns[] = {
      std::make_shared<const CampaignState>(state)};
  return TextOf([&](Sink& sink) { WriteCampaigns(campaigns, sink); });
}

// The samples of bsg_campaign_<name>.
std::string Samples(const CampaignState& state, const std::string& name) {
  return SamplesOf(PageOf(state), "bsg_campaign_" + name);
}

std::string AllSamples(const CampaignState& state) {
  std::string all;
  for (const CatalogueEntry& entry : Catalogue()) {
    all += SamplesOf(PageOf(state), std::string(entry.family.name));
  }
  return all;
}

TEST(CampaignRowsTest, OneThatWasNeverReadIsDownAndNothingElse) {
  EXPECT_EQ(AllSamples(Unread()),
            "bsg_campaign_up{account=\"main\",campaign_id=\"7\"} 0\n"
            "bsg_campaign_failure_info{account=\"main\",campaign_id=\"7\","
            "reason=\"pending\"} 1\n");
}

TEST(CampaignRowsTest, AnEmptyDocumentGivesItsTimeAndInfoAlone) {
  EXPECT_EQ(AllSamples(With([](Campaign&) {})),
            "bsg_campaign_up{account=\"main\",campaign_id=\"7\"} 1\n"
            "bsg_campaign_data_timestamp_seconds{account=\"main\","
            "campaign_id=\"7\"} 1771000000\n"
            "bsg_campaign_info{account=\"main\",campaign_id=\"7\","
            "campaign_name=\"\",sender=\"\",message_type=\"unknown\"} 1\n");
}

TEST(CampaignRowsTest, AFailureKeepsOldDataAndSaysWhy) {
  CampaignState c = With([](Campaign& d) { d.total_messages = 5; });
  c.failure = Reason::kTimeout;
  EXPECT_EQ(Samples(c, "up"),
            "bsg_campaign_up{account=\"main\",campaign_id=\"7\"} 0\n");
  EXPECT_EQ(Samples(c, "failure_info"),
            "bsg_campaign_failure_info{account=\"main\",campaign_id=\"7\","
            "reason=\"timeout\"} 1\n");
  EXPECT_EQ(Samples(c, "data_timestamp_seconds"),
            "bsg_campaign_data_timestamp_seconds{account=\"main\","
            "campaign_id=\"7\"} 1771000000\n");
  EXPECT_EQ(
      Samples(c, "total_messages"),
      "bsg_campaign_total_messages{account=\"main\",campaign_id=\"7\"} 5\n");
}

TEST(CampaignRowsTest, WithoutADocumentItsTimeIsNoneEither) {
  CampaignState c = With([](Campaign&) {});
  c.document = nullptr;
  c.failure = Reason::kNotFound;
  EXPECT_EQ(Samples(c, "data_timestamp_seconds"), "");
}

TEST(CampaignRowsTest, TheRefreshIntervalIsInSeconds) {
  CampaignState c = Unread();
  c.refresh_interval = milliseconds(0);
  EXPECT_EQ(Samples(c, "refresh_interval_seconds"),
            "bsg_campaign_refresh_interval_seconds{account=\"main\","
            "campaign_id=\"7\"} 0\n");
  c.refresh_interval = milliseconds(1500);
  EXPECT_EQ(Samples(c, "refresh_interval_seconds"),
            "bsg_campaign_refresh_interval_seconds{account=\"main\","
            "campaign_id=\"7\"} 1.5\n");
}

TEST(CampaignRowsTest, InfoHasTheApisWords) {
  EXPECT_EQ(Samples(With([](Campaign& d) {
                      d.name = "Spring \"sale\"";
                      d.sender = "Acme";
                      d.type = "rcs";
                    }),
                    "info"),
            "bsg_campaign_info{account=\"main\",campaign_id=\"7\","
            "campaign_name=\"Spring \\\"sale\\\"\",sender=\"Acme\","
            "message_type=\"rcs\"} 1\n");
}

TEST(CampaignRowsTest, ConfiguredLabelsNeedNoData) {
  CampaignState c = Unread();
  c.labels = {{"account", "x"}, {"a_name_that_is_rather_long", "y"}};
  EXPECT_EQ(Samples(c, "labels"),
            "bsg_campaign_labels{account=\"main\",campaign_id=\"7\","
            "label_account=\"x\",label_a_name_that_is_rather_long=\"y\"} 1\n");
}

std::string StatusLine(const std::string& status, int value) {
  return "bsg_campaign_status{account=\"main\",campaign_id=\"7\",status=\"" +
         status + "\"} " + std::to_string(value) + "\n";
}

TEST(CampaignRowsTest, StatusIsAStateSet) {
  EXPECT_EQ(Samples(With([](Campaign& d) { d.status = "sending"; }), "status"),
            StatusLine("creation", 0) + StatusLine("moderation", 0) +
                StatusLine("scheduled", 0) + StatusLine("sending", 1) +
                StatusLine("paused", 0) + StatusLine("stopped", 0) +
                StatusLine("spam", 0) + StatusLine("done", 0));
}

TEST(CampaignRowsTest, AnUnknownStatusStandsBesideTheDocumentedOnes) {
  const std::string samples =
      Samples(With([](Campaign& d) { d.status = "archived"; }), "status");
  EXPECT_EQ(samples, StatusLine("creation", 0) + StatusLine("moderation", 0) +
                         StatusLine("scheduled", 0) + StatusLine("sending", 0) +
                         StatusLine("paused", 0) + StatusLine("stopped", 0) +
                         StatusLine("spam", 0) + StatusLine("done", 0) +
                         StatusLine("archived", 1));
}

TEST(CampaignRowsTest, MessagesNameChannelRoleAndStatus) {
  const CampaignState c = With([](Campaign& d) {
    d.channels = {
        {"sms", Role::kPrimary, {{"sent", 3}, {"brand_new", 4'000'000'000}}},
        {"sms", Role::kAlternative, {{"sent", 0}}},
        {"viber", Role::kAlternative, {}}};
  });
  const std::string head =
      "bsg_campaign_messages{account=\"main\",campaign_id=\"7\",";
  EXPECT_EQ(
      Samples(c, "messages"),
      head + "channel=\"sms\",role=\"primary\",status=\"sent\"} 3\n" + head +
          "channel=\"sms\",role=\"primary\",status=\"brand_new\"} "
          "4000000000\n" +
          head + "channel=\"sms\",role=\"alternative\",status=\"sent\"} 0\n");
}

TEST(CampaignRowsTest, Totals) {
  const CampaignState c = With([](Campaign& d) {
    d.total_messages = 0;
    d.total_phones = 5000;
    d.total_price = 0.3;
    d.currency = "EUR";
  });
  const std::string labels = "{account=\"main\",campaign_id=\"7\"";
  EXPECT_EQ(Samples(c, "total_messages"),
            "bsg_campaign_total_messages" + labels + "} 0\n");
  EXPECT_EQ(Samples(c, "total_phones"),
            "bsg_campaign_total_phones" + labels + "} 5000\n");
  EXPECT_EQ(Samples(c, "total_price"),
            "bsg_campaign_total_price" + labels + ",currency=\"EUR\"} 0.3\n");
  EXPECT_EQ(
      Samples(With([](Campaign& d) { d.total_price = 1; }), "total_price"),
      "bsg_campaign_total_price" + labels + ",currency=\"unknown\"} 1\n");
  EXPECT_EQ(
      Samples(With([](Campaign& d) { d.currency = "EUR"; }), "total_price"),
      "");
}

TEST(CampaignRowsTest, EachTimeHasItsFamily) {
  const CampaignState c = With([](Campaign& d) {
    d.created_at = WallTime(seconds(1));
    d.planned_start = WallTime(seconds(2));
    d.actual_start = WallTime(milliseconds(3500));
    d.finished_at = WallTime(seconds(-4));
  });
  const std::string labels = "{account=\"main\",campaign_id=\"7\"} ";
  EXPECT_EQ(Samples(c, "created_timestamp_seconds"),
            "bsg_campaign_created_timestamp_seconds" + labels + "1\n");
  EXPECT_EQ(Samples(c, "planned_start_timestamp_seconds"),
            "bsg_campaign_planned_start_timestamp_seconds" + labels + "2\n");
  EXPECT_EQ(Samples(c, "actual_start_timestamp_seconds"),
            "bsg_campaign_actual_start_timestamp_seconds" + labels + "3.5\n");
  EXPECT_EQ(Samples(c, "finished_timestamp_seconds"),
            "bsg_campaign_finished_timestamp_seconds" + labels + "-4\n");
}

}  // namespace
}  // namespace bsg_exporter::metrics
