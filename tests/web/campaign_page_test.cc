#include "exporter/web/campaign_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/web/overview_of.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Response Ask(const OverviewOf& overview, std::string_view query) {
  return CampaignPage(overview.get(), Query(query), "/metrics");
}

std::string Page(const OverviewOf& overview, std::string_view query) {
  return Ask(overview, query).body.Text();
}

bsg::Campaign Spring() {
  bsg::Campaign document;
  document.name = "Spring";
  document.type = "rcs";
  document.status = "sending";
  document.created_at = kNow - hours(48);
  document.planned_start = kNow + hours(3);
  document.channels = {
      {"rcs", bsg::Role::kPrimary, {{"sent", 25}, {"delivered", 75}}},
      {"sms", bsg::Role::kAlternative, {{"clicked", 3}}}};
  document.total_messages = 100;
  document.total_price = 2.5;
  document.currency = "EUR";
  return document;
}

TEST(CampaignPageTest, TheQuerySaysWhose) {
  OverviewOf overview;
  overview.AddCampaign(5, "main");
  overview.AddCampaign(5, "other");
  overview.AddCampaign(6, "main");
  EXPECT_EQ(Ask(overview, "account=other&id=5").status, 200);
  EXPECT_EQ(Ask(overview, "id=6").status, 200);
  for (const char* query : {"", "id=5", "id=7", "id=06", "account=main",
                            "account=x&id=6", "id=%FF"}) {
    EXPECT_EQ(Ask(overview, query).status, 404) << query;
  }
  EXPECT_THAT(Page(overview, "id=7"), HasSubstr("<h1>No such campaign</h1>"));
}

TEST(CampaignPageTest, EveryCounterStandsWithItsShare) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  const std::string page = Page(overview, "id=5");
  EXPECT_THAT(page,
              HasSubstr("</svg><bdi>delivered</bdi></th><td>final</td><td "
                        "class=\"number\">75</td><td class=\"number\">75 "
                        "%</td></tr>"));
  EXPECT_THAT(page,
              HasSubstr("</svg><bdi>sent</bdi></th><td>will move on</td>"
                        "<td class=\"number\">25</td><td class=\"number\">"
                        "25 %</td></tr>"));
  EXPECT_THAT(page,
              HasSubstr("<h2><bdi>sms</bdi> <small>fallback</small></h2>"));
}

TEST(CampaignPageTest, MilestonesAreTimesOfDayAndDistances) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  EXPECT_THAT(
      Page(overview, "id=5"),
      AllOf(HasSubstr("<dt>Created</dt><dd><time datetime=\"2026-11-23T13:28:"
                      "07Z\">2 d ago <small>2026-11-23 13:28:07 UTC"
                      "</small></time></dd>"),
            HasSubstr("<dt>Planned start</dt><dd><time datetime=\"2026-11-25T16"
                      ":28:07Z\">in 3 h <small>2026-11-25 16:28:07 UTC"
                      "</small></time></dd>"),
            HasSubstr("<dt>Finished</dt><dd>–</dd>")));
}

TEST(CampaignPageTest, TellsHowItGoesWithReading) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  overview.timing() = {.attempted = kNow - seconds(13),
                       .took = milliseconds(120),
                       .failures = 2,
                       .due = kNow + seconds(47)};
  const std::string page = Page(overview, "id=5");
  EXPECT_THAT(page, HasSubstr("<dt>Last attempt</dt><dd><time datetime=\"2026-"
                              "11-25T13:27:54Z\">"));
  EXPECT_THAT(page, HasSubstr("<dt>Took</dt><dd>120 ms</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Failures in a row</dt><dd>2</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Is read</dt><dd>every 1 min</dd>"));
  EXPECT_THAT(page,
              HasSubstr("\">in 47 s <small>2026-11-25 13:28:54 UTC</small>"));
}

TEST(CampaignPageTest, WhatIsDueIsReadByTheNextScrapeOrJustNow) {
  OverviewOf overview;
  overview.AddCampaign(5);
  EXPECT_THAT(Page(overview, "id=5"),
              HasSubstr("<dt>Next due</dt><dd>by the next scrape</dd>"));
  overview.timing().under_way = true;
  EXPECT_THAT(Page(overview, "id=5"),
              HasSubstr("<dt>Next due</dt><dd>being read now</dd>"));
}

TEST(CampaignPageTest, MoneyIsToldForEachMessage) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  EXPECT_THAT(Page(overview, "id=5"),
              HasSubstr("<dt>For each message</dt><dd><span class=\"money\">"
                        "0.0250&nbsp;<bdi>EUR</bdi></span></dd>"));
}

TEST(CampaignPageTest, WhatNobodyDocumentsIsNamed) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  EXPECT_THAT(Page(overview, "id=5"),
              HasSubstr("<ul><li><bdi>counter clicked</bdi></li></ul>"));
}

TEST(CampaignPageTest, AFailureAndLabelsStandThere) {
  OverviewOf overview;
  bsg::CampaignState& campaign = overview.AddCampaign(5, Spring());
  campaign.failure = Reason::kTimeout;
  campaign.labels = {{"team", "growth"}};
  const std::string page = Page(overview, "id=5");
  EXPECT_THAT(page,
              HasSubstr("<strong>The latest read failed.</strong> <code>"
                        "timeout</code>: no answer within the request&#39;s "
                        "time limit. What stands here is the last good "
                        "document."));
  EXPECT_THAT(page, HasSubstr("<dt>team</dt><dd><bdi>growth</bdi></dd>"));
}

TEST(CampaignPageTest, LeadsToItsProbe) {
  OverviewOf overview;
  overview.AddCampaign(5, "a&b");
  EXPECT_THAT(Page(overview, "id=5"),
              HasSubstr("<a href=\"probe?campaign=5&amp;account=a%26b\""));
}

TEST(CampaignPageTest, WhatTheApiSaysIsNeverMarkup) {
  const std::string evil = "\"'><script>alert(1)</script>";
  bsg::Campaign document = Spring();
  document.name = document.sender = document.type = document.status =
      document.currency = evil;
  for (bsg::Channel& channel : document.channels) {
    channel.name = evil;
    channel.counters[0].status = evil;
  }
  OverviewOf overview;
  overview.AddCampaign(5, document).labels = {{"x", evil}};
  EXPECT_THAT(Page(overview, "id=5"), AllOf(HasSubstr("&lt;script&gt;alert(1)"),
                                            Not(HasSubstr("<script>alert"))));
}

}  // namespace
}  // namespace bsg_exporter::web
