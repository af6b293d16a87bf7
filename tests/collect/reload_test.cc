// A configuration that changes: what stays, and what goes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/reload_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// --- what stays --------------------------------------------------------------

TEST_F(ReloadTest, OfTheSameConfigurationItCostsTheApiNothing) {
  Scrape();
  const std::size_t asked = Asked();
  Reload();
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "cached 2");
  EXPECT_EQ(snapshot.accounts[0]->balance->balance, 5.5);
  EXPECT_EQ(Asked(), asked);
  Wait(seconds(10));
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ReloadTest, CampaignsComeAndGoWithoutTheOthersBeingReadAgain) {
  Scrape();
  main().campaigns = {{2, {{"team", "growth"}}}, {3, {}}};
  Reload();
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_THAT(Ids(snapshot), ElementsAre(2, 3));
  EXPECT_EQ(Outcomes(snapshot), "read 1, cached 1");
  EXPECT_THAT(Campaign(snapshot, 2).labels,
              ElementsAre(Pair("team", "growth")));
  EXPECT_EQ(Asked(2), 1u);
}

TEST_F(ReloadTest, AnIntervalHoldsForWhatWasReadBefore) {
  Scrape();
  read.min_interval = minutes(5);
  Reload();
  Wait(minutes(1));
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "cached 2");
  EXPECT_EQ(Campaign(snapshot, 1).refresh_interval, minutes(5));
  read.min_interval = seconds(10);
  Reload();
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
}

TEST_F(ReloadTest, WhatFailedOwesItsBackOffStill) {
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(404) : Document(id);
  };
  Scrape();
  Reload();
  Wait(minutes(1));
  EXPECT_EQ(Outcomes(Scrape()), "read 1, failed 1");
  EXPECT_EQ(Asked(1), 1u);
  EXPECT_THAT(log.notable(), testing::SizeIs(1)) << "said once";
}

TEST_F(ReloadTest, APauseThatTheApiAskedForHolds) {
  detail = [&](bsg::CampaignId, const http::Request&) {
    return Status(429, "{}", "60");
  };
  Scrape();
  const std::size_t asked = Asked();
  Reload();
  Wait(seconds(50));
  Scrape();
  EXPECT_EQ(Asked(), asked);
}

TEST_F(ReloadTest, ALoginThatWasRefusedIsNotTriedAgainAtOnce) {
  login = [&](const http::Request&) { return Status(401); };
  Scrape();
  Reload();
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(snapshot.duration, Duration::zero());
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kUnauthorized);
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ReloadTest, WhatWasListedIsServedOnAndNotListedAgain) {
  std::size_t lists = 0;
  list = [&](const http::Request&) {
    ++lists;
    return List({Row(70), Row(60)}, 2);
  };
  main().discovery = DiscoveryOptions{.types = {"rcs"}};
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 2, 60, 70));
  Reload();
  metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "cached 4");
  EXPECT_TRUE(snapshot.accounts[0]->discovery->up);
  EXPECT_EQ(lists, 1u);
  // Other options ask for another list; until it is there the old one holds.
  main().discovery->max_campaigns = 1;
  Reload();
  snapshot = Survey();
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 2, 70));
  EXPECT_NE(Campaign(snapshot, 70).document, nullptr);
  Scrape();
  EXPECT_EQ(lists, 2u);
}

TEST_F(ReloadTest, VisitorsStayKnown) {
  read.probe_any = true;
  ASSERT_TRUE(Probe({"main", 99}).ok());
  Reload();
  ASSERT_TRUE(Probe({"main", 99}).ok());
  EXPECT_EQ(Asked(99), 1u);
  read.probe_any = false;
  Reload();
  EXPECT_EQ(Probe({"main", 99}).error(), ProbeRefusal::kUnknownCampaign);
}

// --- what goes ---------------------------------------------------------------

TEST_F(ReloadTest, AnotherKeyLogsInAndReadsEverythingAnew) {
  Scrape();
  key = "live_another";
  Reload();
  const metrics::Snapshot known = Survey();
  EXPECT_NE(Campaign(known, 1).document, nullptr) << "shown meanwhile";
  EXPECT_EQ(known.accounts[0]->balance, std::nullopt)
      << "it may be another account's";
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 2");
  EXPECT_EQ(snapshot.accounts[0]->balance->balance, 5.5);
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(ReloadTest, OfAnotherApiNothingIsShown) {
  main().discovery = DiscoveryOptions{.types = {"rcs"}};
  list = [&](const http::Request&) { return List({Row(60)}, 1); };
  Scrape();
  main().base_url = "https://elsewhere.example";
  list = [&](const http::Request&) { return List({}, 0); };
  Reload();
  const metrics::Snapshot snapshot = Scrape(Duration::zero());
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 2));
  EXPECT_EQ(Campaign(snapshot, 1).document, nullptr);
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kPending);
  EXPECT_EQ(snapshot.accounts[0]->balance, std::nullopt);
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_TRUE(
      transport->asked().back().url.starts_with("https://elsewhere.example/"));
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(ReloadTest, InAnotherTimeZoneDocumentsAreReadAnewWithTheSameToken) {
  Scrape();
  const auto zone = bsg::TimeZone::Load("Europe/Kyiv");
  ASSERT_TRUE(zone.ok());
  main().zone = *zone;
  Reload();
  EXPECT_EQ(Campaign(Survey(), 1).document, nullptr);
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ReloadTest, AnAnswerOfAnotherApiIsNotHeardOf) {
  metrics::Snapshot after;
  OnFirstRead([&] {
    main().base_url = "https://elsewhere.example";
    Reload();
    BeginScrape(after);
  });
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_EQ(Asked(1), 2u);
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(ReloadTest, APauseEndsWithTheApiThatAskedForIt) {
  detail = [&](bsg::CampaignId, const http::Request&) {
    return Status(429, "{}", "60");
  };
  Scrape();
  main().base_url = "https://elsewhere.example";
  Reload();
  Survey();
  for (const auto& family : metrics->Collect()) {
    if (family.name == "bsg_api_throttled_until_timestamp_seconds") {
      EXPECT_THAT(family.metric, IsEmpty());
    }
  }
}

// --- accounts ----------------------------------------------------------------

TEST_F(ReloadTest, AccountsComeAndGoAndTheOthersCountOn) {
  AddAccount("second", 1);
  Scrape();
  RemoveAccount(1);
  AddAccount("third", 1);
  Reload();
  const metrics::Snapshot snapshot = Scrape();
  ASSERT_EQ(snapshot.accounts.size(), 2u);
  EXPECT_EQ(snapshot.accounts[1]->name, "third");
  EXPECT_EQ(Outcomes(snapshot), "read 1, cached 2");
  EXPECT_FALSE(HasSeries("second"));
  EXPECT_TRUE(HasSeries("third"));
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_token_refreshes_total",
                     {{"account", "main"}}),
            1);
}

TEST_F(ReloadTest, AnAccountThatGoesIsReadToTheEndForTheScrapeUnderWay) {
  AddAccount("second", 1);
  metrics::Snapshot after;
  OnFirstRead([&] {
    RemoveAccount(1);
    Reload();
    BeginScrape(after);
  });
  EXPECT_EQ(Outcomes(Scrape()), "read 3");
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_FALSE(HasSeries("second"));
}

TEST_F(ReloadTest, AnAccountThatGoesListsNoFurther) {
  AddAccount("second", 0).discovery =
      DiscoveryOptions{.types = {"rcs", "sms", "viber"}};
  std::size_t lists = 0;
  list = [&](const http::Request&) {
    ++lists;
    return Answer{seconds(1), List({}, 0).result};
  };
  Scrape(milliseconds(500));
  RemoveAccount(1);
  Reload();
  Wait(minutes(1));
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(4), Document(id).result};
  };
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(lists, 1u);
}

TEST_F(ReloadTest, AnAccountThatComesBackAtOnceCountsOn) {
  OnFirstRead([&] {
    const AccountOptions whole = main();
    AddAccount("second", 0);
    RemoveAccount(0);
    Reload();
    AddAccount("", 0) = whole;
    Reload();
  });
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  Scrape();
  EXPECT_EQ(
      OwnValue(*metrics, "bsg_api_requests_in_flight", {{"account", "main"}}),
      0);
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_token_refreshes_total",
                     {{"account", "main"}}),
            2);
}

TEST_F(ReloadTest, RequestsCarryTheSettingsOfTheirConfiguration) {
  std::vector<std::string> proxies;
  detail = [&](bsg::CampaignId id, const http::Request& request) {
    proxies.push_back(request.settings ? request.settings->proxy : "default");
    return Document(id);
  };
  main().campaigns = {{1, {}}};
  Scrape();
  read.http = std::make_shared<const http::RequestSettings>(
      http::RequestSettings{.proxy = "socks5://p"});
  Reload();
  Wait(seconds(15));
  Scrape();
  EXPECT_THAT(proxies, ElementsAre("default", "socks5://p"));
}

}  // namespace
}  // namespace bsg_exporter::collect
