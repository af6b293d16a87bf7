#include "exporter/web/home_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/web/overview_of.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Page(const OverviewOf& overview, std::string_view query = "") {
  std::string page;
  WriteHomePage(overview.get(), ListRequest::Of(Query(query)), "/metrics",
                [&](std::string_view part) { page += part; });
  return page;
}

bsg::Campaign Spring() {
  bsg::Campaign document;
  document.name = "Spring";
  document.sender = "Shop";
  document.type = "rcs";
  document.status = "sending";
  document.channels = {
      {"rcs",
       bsg::Role::kPrimary,
       {{"sent", 20}, {"delivered", 50}, {"read", 25}, {"failed", 5}}},
      {"sms", bsg::Role::kAlternative, {{"delivered", 3}, {"expired", 1}}}};
  document.total_messages = 1234;
  document.total_price = 21.5;
  document.currency = "EUR";
  return document;
}

TEST(HomePageTest, NamesTheVersionAndLeadsToTheOtherPages) {
  const std::string page = Page(OverviewOf());
  EXPECT_THAT(page, HasSubstr("<footer><p>bsg_exporter 0."));
  for (const char* path : {"metrics", "sd", "config", "-/healthy", "-/ready"}) {
    EXPECT_THAT(page, HasSubstr("<li><a href=\"" + std::string(path) + "\">"));
  }
}

TEST(HomePageTest, ARowTellsHowACampaignStands) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  const std::string page = Page(overview);
  EXPECT_THAT(
      page,
      HasSubstr("<tr class=\"well\"><th scope=\"row\"><a class=\"name\" "
                "href=\"campaign?account=main&amp;id=5\"><bdi>Spring"
                "</bdi></a><span class=\"sub\">campaign 5 · <bdi>rcs</bdi> · "
                "from <bdi>Shop</bdi></span></th>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"badge s-sending\"><bdi>sending"
                              "</bdi></span>"));
  EXPECT_THAT(page,
              HasSubstr("<span class=\"sub\">1,234 in all, 80 % final</span>"));
  EXPECT_THAT(page, HasSubstr("21.50&nbsp;<bdi>EUR</bdi>"));
  EXPECT_THAT(page, HasSubstr(">12 s ago</time><span class=\"sub\">every "
                              "1 min</span>"));
}

TEST(HomePageTest, TheBarTellsTheSameInWords) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  EXPECT_THAT(
      Page(overview),
      HasSubstr("role=\"img\" aria-label=\"read 25 %, delivered 50 %, failed "
                "5.0 %, sent 20 %\">"));
}

TEST(HomePageTest, WhatIsNotFinalIsHatched) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  EXPECT_THAT(
      Page(overview),
      HasSubstr("<rect class=\"m-failed\" x=\"75.00%\" width=\"5.00%\" "
                "height=\"100%\"/><rect class=\"m-sent\" x=\"80.00%\" "
                "width=\"20.00%\" height=\"100%\"/><rect class=\"moving\" "
                "x=\"80.00%\" width=\"20.00%\" height=\"100%\"/></svg>"));
}

TEST(HomePageTest, SharesStandForEachChannel) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring());
  const std::string page = Page(overview);
  EXPECT_THAT(page, HasSubstr("data-label=\"Delivered\"><div><div "
                              "class=\"line\">75 %"));
  EXPECT_THAT(page, HasSubstr("<div class=\"line alternative\">75 %"));
  EXPECT_THAT(page, HasSubstr("data-label=\"Failed\"><div><div "
                              "class=\"line\">5.0 %"));
  EXPECT_THAT(page, HasSubstr("<div class=\"line alternative\">25 %"));
}

TEST(HomePageTest, AFailureIsSaidInWords) {
  OverviewOf overview;
  overview.AddCampaign(5, Spring()).failure = Reason::kNotFound;
  overview.timing().failures = 3;
  EXPECT_THAT(Page(overview),
              AllOf(HasSubstr("<tr class=\"failing\">"),
                    HasSubstr("<span class=\"failure\"><code>not_found</code>: "
                              "the API does not know it (404), 3 times in a "
                              "row</span>")));
}

TEST(HomePageTest, WithoutADocumentThereIsNothingButTheIdAndWhy) {
  OverviewOf overview;
  overview.AddCampaign(5);
  const std::string page = Page(overview);
  EXPECT_THAT(page, HasSubstr("<bdi>5</bdi></a>"));
  EXPECT_THAT(page, HasSubstr(">no data</span>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"sub\">not read yet</span>"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"failure\"")));
}

TEST(HomePageTest, AnAccountHasItsMoneyAndItsKey) {
  OverviewOf overview;
  bsg::AccountState& account = overview.AddAccount("main");
  account.key_type = bsg::KeyType::kLive;
  account.balance = bsg::Balance{1234.5, 0.0, "EUR"};
  account.received = kNow - minutes(1);
  account.failure.reset();
  account.campaigns = bsg::CampaignCounts{2, 3};
  account.discovery = bsg::DiscoveryState{
      .known = true, .up = true, .succeeded = kNow, .retired = 7};
  const std::string page = Page(overview);
  EXPECT_THAT(page, HasSubstr("<h2><bdi>main</bdi> <span class=\"badge "
                              "k-live\">live key</span></h2>"));
  EXPECT_THAT(page, HasSubstr("1,234.50&nbsp;<bdi>EUR</bdi>"));
  EXPECT_THAT(page, HasSubstr("<dd>2 configured, 3 discovered</dd>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"sub\">7 retired</span>"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"notice warn\"")));
}

TEST(HomePageTest, ACardSaysWhatIsAmissWithItsAccount) {
  OverviewOf overview;
  bsg::AccountState& account = overview.AddAccount("main");
  account.failure = Reason::kTimeout;
  account.discovery = bsg::DiscoveryState{
      .known = true, .up = false, .succeeded = kNow - minutes(5)};
  std::string page = Page(overview);
  EXPECT_THAT(page, HasSubstr("badge s-none\">unknown key"));
  EXPECT_THAT(page,
              HasSubstr("<span class=\"failure\"><code>timeout</code>: "));
  EXPECT_THAT(page, HasSubstr("<span class=\"badge s-bad\">failing</span> "
                              "last listed "));
  account.discovery = bsg::DiscoveryState{};
  EXPECT_THAT(Page(overview), HasSubstr("<dd>no listing yet</dd>"));
  account.reads_balance = false;
  EXPECT_THAT(Page(overview), Not(HasSubstr("<small>balance</small>")));
}

TEST(HomePageTest, WhatMakesNumbersDoubtfulIsSaidLoudly) {
  OverviewOf overview;
  overview.AddAccount("main").key_type = bsg::KeyType::kTest;
  overview.account().outage = true;
  overview.account().paused_until = kNow + seconds(90);
  const std::string page = Page(overview);
  EXPECT_THAT(page, HasSubstr("<strong>Account <bdi>main</bdi> has a test key:"
                              "</strong> the API answers it with invented "
                              "numbers."));
  EXPECT_THAT(page, HasSubstr("The API is out for account <bdi>main</bdi>:"));
  EXPECT_THAT(page, HasSubstr(">in 1 min 30 s</time>."));
}

TEST(HomePageTest, AHeadingTurnsTheOrderRoundAndKeepsTheFilter) {
  const std::string page = Page(OverviewOf(), "sort=cost&q=a%22&page=2");
  EXPECT_THAT(page, HasSubstr("aria-sort=\"descending\"><a id=\"sort-cost\" "
                              "href=\"?sort=cost&amp;order=asc&amp;q=a%22\""));
  EXPECT_THAT(page, HasSubstr("<a id=\"sort-name\" href=\"?sort=name&amp;"
                              "order=asc&amp;q=a%22\">"));
  EXPECT_THAT(page, HasSubstr("name=\"q\" value=\"a&quot;\""));
  EXPECT_THAT(page, HasSubstr("<option value=\"cost\" selected>"));
  EXPECT_THAT(page, HasSubstr("<option value=\"desc\" selected>"));
}

TEST(HomePageTest, ThousandsOfCampaignsComeInPages) {
  OverviewOf overview;
  for (int id = 1; id <= 10000; ++id) overview.AddCampaign(id, Spring());
  const std::string page = Page(overview, "page=2&q=spring");
  EXPECT_THAT(page, HasSubstr("10,000 of 10,000 campaigns"));
  EXPECT_THAT(page, HasSubstr("href=\"?q=spring\">Previous</a><span>Page 2 of "
                              "50</span><a id=\"next\" rel=\"next\" "
                              "href=\"?q=spring&amp;page=3\">Next</a>"));
  EXPECT_LT(page.size(), 1000000u);
}

TEST(HomePageTest, WhatTheApiAndTheClientSayIsNeverMarkup) {
  const std::string evil = "\"'><script>alert(1)</script>\u202e";
  bsg::Campaign document = Spring();
  document.name = document.sender = document.type = document.status =
      document.currency = evil;
  for (bsg::Channel& channel : document.channels) {
    channel.name = evil;
    channel.counters[0].status = evil;
  }
  OverviewOf overview;
  overview.AddAccount(evil).balance = bsg::Balance{1, 1, evil};
  overview.AddAccount("b");
  overview.AddCampaign(5, document).account = evil;
  const std::string page =
      Page(overview, "q=%3Cscript%3E&status=%22%3E%3Cscript%3E&account=%FF");
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(Page(overview), AllOf(HasSubstr("&lt;script&gt;alert(1)"),
                                    Not(HasSubstr("<script>alert"))));
  EXPECT_THAT(page, Not(HasSubstr("\xff")));
}

TEST(HomePageTest, NothingIsInlineButTheOneStyleAndTheOneScript) {
  OverviewOf overview;
  overview.AddAccount("main");
  overview.AddCampaign(5, Spring());
  const std::string page = Page(overview);
  EXPECT_THAT(page, Not(testing::ContainsRegex("<[^>]* (style|on[a-z]+)=")));
  EXPECT_EQ(page.find("<style>"), page.rfind("<style>"));
  EXPECT_EQ(page.find("<script>"), page.rfind("<script>"));
  EXPECT_THAT(page, Not(HasSubstr("=\"http")));
}

}  // namespace
}  // namespace bsg_exporter::web
