// Campaigns that are found through the API's list, in scrapes, surveys and
// probes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class ListingTest : public testing::Test, protected CollectRig {
 protected:
  ListingTest() {
    account_ = &AddAccount("main", 1);
    account_->discovery = DiscoveryOptions{.types = {"rcs"}};
  }
  void ListIs(std::vector<std::string> rows) {
    list = [this, rows = std::move(rows)](const http::Request&) {
      return List(rows, rows.size());
    };
  }
  std::size_t Lists() const {
    std::size_t lists = 0;
    for (const auto& asked : transport->asked()) {
      lists += asked.url.find("/api/campaigns?") != std::string::npos ? 1 : 0;
    }
    return lists;
  }
  std::size_t Said(std::string_view what) const {
    std::size_t lines = 0;
    for (const std::string& line : log.lines()) {
      lines += line.find(what) != std::string::npos ? 1 : 0;
    }
    return lines;
  }
  double Retries() const {
    return OwnValue(*metrics, "bsg_api_retries_total", {{"account", "main"}});
  }
  // The listing hears of it last, when the token is gone already.
  void RefuseTheFirstToken() {
    const auto refused = [](const http::Request& request) {
      return request.bearer->Reveal() == "token-1";
    };
    balance = [=, this](const http::Request& request) {
      return refused(request) ? Status(401) : GoodBalance();
    };
    detail = [=, this](bsg::CampaignId id, const http::Request& request) {
      return refused(request) ? Status(401) : Document(id);
    };
    list = [=, this](const http::Request& request) {
      return refused(request) ? Answer{latency * 3 / 2, Status(401).result}
                              : List({});
    };
  }
  static const bsg::DiscoveryState& Discovery(
      const metrics::Snapshot& snapshot) {
    return snapshot.accounts[0]->discovery.value();
  }

  AccountOptions* account_;
};

TEST_F(ListingTest, TheFirstScrapeReadsWhatItFindsBesideWhatIsConfigured) {
  ListIs({Row(70), Row(60), Row(1)});
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 60, 70));
  EXPECT_EQ(Outcomes(snapshot), "read 3");
  EXPECT_EQ(Asked(1), 1u) << "configured and listed: one campaign";
  EXPECT_TRUE(Campaign(snapshot, 60).discovered);
  EXPECT_FALSE(Campaign(snapshot, 1).discovered);
  const auto& account = *snapshot.accounts[0];
  EXPECT_EQ(account.campaigns->configured, 1u);
  EXPECT_EQ(account.campaigns->discovered, 2u);
  EXPECT_TRUE(Discovery(snapshot).up);
  EXPECT_EQ(Discovery(snapshot).succeeded,
            clock.Wall() - std::chrono::milliseconds(50));
}

TEST_F(ListingTest, TheRequestIsSignedAndCountedLikeAnyOther) {
  ListIs({});
  Scrape();
  const auto& asked = transport->asked();
  const auto listed = std::find_if(
      asked.begin(), asked.end(), [](const FakeTransport::Asked& a) {
        return a.url.find("/api/campaigns?filter%5Btype%5D=rcs&") !=
               std::string::npos;
      });
  ASSERT_NE(listed, asked.end());
  EXPECT_EQ(listed->bearer, "token-1");
  EXPECT_EQ(
      OwnValue(*metrics, "bsg_api_requests_total",
               {{"account", "main"}, {"endpoint", "list"}, {"code", "200"}}),
      1);
}

TEST_F(ListingTest, IsRepeatedAtItsIntervalWithoutKeepingAScrapeWaiting) {
  ListIs({Row(60)});
  Scrape();
  for (int i = 0; i < 19; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  EXPECT_EQ(Lists(), 1u);
  list = [&](const http::Request&) {
    return Answer{seconds(4), List({Row(61), Row(60)}, 2).result};
  };
  Wait(seconds(15));
  EXPECT_LT(Scrape().duration, seconds(1));
  EXPECT_EQ(Lists(), 2u);
  Wait(seconds(15));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60, 61));
}

TEST_F(ListingTest, AFailureCostsFreshnessAndNothingElse) {
  ListIs({Row(60)});
  Scrape();
  list = [&](const http::Request&) { return Status(500); };
  metrics::Snapshot snapshot;
  for (int i = 0; i < 80; ++i) {
    Wait(seconds(15));
    snapshot = Scrape();
    EXPECT_EQ(Outcomes(snapshot), "read 2");
    EXPECT_LT(snapshot.duration, seconds(1));
  }
  EXPECT_FALSE(Discovery(snapshot).up);
  EXPECT_LE(Lists(), 11u) << "in 20 minutes";
  EXPECT_EQ(snapshot.accounts[0]->failure, std::nullopt);
  ListIs({Row(60), Row(61)});
  Wait(minutes(5));
  Scrape();
  Wait(seconds(15));
  snapshot = Scrape();
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 60, 61));
  EXPECT_TRUE(Discovery(snapshot).up);
}

TEST_F(ListingTest, AFailureIsSaidOnceAndSoIsItsEnd) {
  list = [&](const http::Request&) { return Status(422); };
  for (int i = 0; i < 4; ++i) {
    Scrape();
    Wait(seconds(12));
  }
  EXPECT_EQ(Said("campaigns cannot be listed"), 1u);
  ListIs({});
  Wait(minutes(5));
  Scrape();
  EXPECT_EQ(Said("campaigns can be listed again"), 1u);
}

TEST_F(ListingTest, AListThatHangsKeepsTheFirstScrapeToItsDeadlineOnly) {
  list = [&](const http::Request&) {
    return Answer{hours(1), List({}).result};
  };
  read.request_timeout = seconds(30);
  const metrics::Snapshot snapshot = Scrape(seconds(3));
  EXPECT_EQ(snapshot.duration, seconds(3));
  EXPECT_EQ(Outcomes(snapshot), "read 1");
}

TEST_F(ListingTest, WhoLeavesTheListLeavesThePage) {
  ListIs({Row(60), Row(61)});
  Scrape();
  ListIs({Row(61)});
  Wait(minutes(5));
  Scrape();
  Wait(seconds(15));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 61));
}

TEST_F(ListingTest, WhoLeavesWhileItIsBeingReadIsLetGo) {
  ListIs({Row(60), Row(61)});
  Scrape();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(3), Document(id).result};
  };
  ListIs({Row(61)});
  Wait(minutes(5));
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 61));
  EXPECT_EQ(Outcomes(snapshot), "read 2");
  ListIs({Row(60), Row(61)});
  Wait(minutes(5));
  Scrape();
  Wait(seconds(15));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60, 61)) << "and may come back";
}

TEST_F(ListingTest, RetiresByTimeAloneWhileTheListCannotBeRead) {
  const auto end = clock.Wall() - days(7) + minutes(10);
  list = [&, end](const http::Request&) {
    return List({"{\"id\":60,\"status\":\"done\",\"finished_at\":\"" +
                 bsg::FormatTime(end, bsg::TimeZone::Utc()) + "\"}"},
                1);
  };
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60));
  list = [&](const http::Request&) { return Status(500); };
  Wait(minutes(9));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60));
  Wait(minutes(1));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1));
}

TEST_F(ListingTest, ATokenThatWasRevokedMeanwhileIsReplaced) {
  ListIs({Row(60)});
  Scrape();
  RevokeTokens();
  ListIs({Row(60), Row(61)});
  Wait(minutes(5));
  Scrape();
  Wait(seconds(15));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60, 61));
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(ListingTest, APageThatIsAskedForWithANewTokenIsARetry) {
  ListIs({});
  Scrape();
  Wait(minutes(5));
  RefuseTheFirstToken();
  EXPECT_TRUE(Discovery(Scrape()).up);
  EXPECT_EQ(Lists(), 3u);
  EXPECT_EQ(Retries(), 3) << "the campaign, the balance and the page";
}

TEST_F(ListingTest, APageThatWaitedForALoginInVainIsNoRetryNorIsTheNext) {
  ListIs({});
  Scrape();
  Wait(minutes(5));
  RefuseTheFirstToken();
  login = [&](const http::Request&) { return Status(401); };
  EXPECT_FALSE(Discovery(Scrape()).up);
  login = [&](const http::Request&) { return GoodLogin(); };
  Wait(minutes(15));
  Scrape();
  EXPECT_EQ(Lists(), 3u);
  EXPECT_EQ(Retries(), 0);
}

TEST_F(ListingTest, WithFewOtherRequestsARevokedTokenIsReplacedAtOnce) {
  ListIs({});
  Scrape();
  RevokeTokens();
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 1") << "one campaign and the balance";
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(ListingTest, APauseHoldsItBackToo) {
  list = [&](const http::Request&) { return Status(429, "{}", "60"); };
  Scrape();
  for (int i = 0; i < 3; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  EXPECT_EQ(Lists(), 1u);
}

TEST_F(ListingTest, DuringAnOutageItTakesThePlaceOfATrialNowAndThen) {
  ListIs({});
  Scrape();
  balance = [&](const http::Request&) { return Fails(Reason::kConnect); };
  list = balance;
  detail = [&](bsg::CampaignId, const http::Request&) {
    return Fails(Reason::kConnect);
  };
  for (int i = 0; i < 10; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  const std::size_t before = Asked();
  for (int i = 0; i < 60; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  EXPECT_LE(Asked() - before, 60u) << "one a scrape";
  EXPECT_LE(Lists(), 9u);
}

TEST_F(ListingTest, ACampaignThatNeverWorksDoesNotHideTheOthers) {
  read.retries = 0;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(500) : Document(id);
  };
  ListIs({});
  for (int i = 0; i < 10; ++i) {
    Scrape();
    Wait(seconds(15));
  }
  ListIs({Row(60), Row(61)});
  metrics::Snapshot snapshot;
  for (int i = 0; i < 44; ++i) {
    Wait(seconds(15));
    snapshot = Scrape();
  }
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 60, 61));
  EXPECT_EQ(Outcomes(snapshot), "read 2, failed 1");
}

TEST_F(ListingTest, AnAccountThatOnlyListsRecoversFromAnOutageToo) {
  account_->campaigns.clear();
  AddAccount("other", 1);  // its slow campaign gives the list its time
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(2), Document(id).result};
  };
  read.balance.reset();
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  for (int i = 0; i < 4; ++i) {
    Scrape();
    Wait(minutes(5));
  }
  login = [&](const http::Request&) { return GoodLogin(); };
  ListIs({Row(60)});
  for (int i = 0; i < 3; ++i) {
    Scrape();
    Wait(seconds(15));
  }
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
}

TEST_F(ListingTest, SurveysAloneRecoverFromAnOutageToo) {
  account_->campaigns.clear();
  AddAccount("other", 1);  // a probe of its slow campaign gives the list time
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(2), Document(id).result};
  };
  const auto survey = [&] {
    const metrics::Snapshot snapshot = Survey();
    EXPECT_TRUE(Probe({"other", 1001}).ok());
    Wait(minutes(1));
    return Ids(snapshot);
  };
  const auto well = login;
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  for (int i = 0; i < 10; ++i) survey();
  login = well;
  ListIs({Row(60)});
  for (int i = 0; i < 6; ++i) survey();
  EXPECT_THAT(survey(), ElementsAre(60, 1001));
}

TEST_F(ListingTest, APauseInTheMiddleKeepsNoScrapeWaiting) {
  account_->discovery->types = {"rcs", "sms"};
  list = [&](const http::Request& request) {
    return request.url.find("=sms") == std::string::npos
               ? List({Row(60)}, 1)
               : Status(429, "{}", "60");
  };
  detail = [&](bsg::CampaignId, const http::Request&) {
    return Status(429, "{}", "60");
  };
  Scrape();
  for (int i = 0; i < 3; ++i) {
    Wait(seconds(15));
    EXPECT_LT(Scrape().duration, seconds(1));
  }
  ListIs({Row(60), Row(61)});
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id);
  };
  Wait(minutes(5));
  for (int i = 0; i < 3; ++i) {
    Scrape();
    Wait(seconds(15));
  }
  EXPECT_EQ(Outcomes(Scrape()), "read 3");
}

TEST_F(ListingTest, ARefusedLoginEndsItAndItIsTriedAgain) {
  login = [&](const http::Request&) { return Status(401); };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Lists(), 0u);
  EXPECT_FALSE(Discovery(snapshot).up);
  EXPECT_EQ(Outcomes(snapshot), "failed 1");
  login = [&](const http::Request&) { return GoodLogin(); };
  ListIs({Row(60)});
  Wait(minutes(5));
  Scrape();
  Wait(seconds(15));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 60));
}

TEST_F(ListingTest, ASurveyListsAndReadsNothing) {
  ListIs({Row(60)});
  const metrics::Snapshot snapshot = Survey();
  EXPECT_THAT(Ids(snapshot), ElementsAre(1, 60));
  EXPECT_EQ(Campaign(snapshot, 60).failure, Reason::kPending);
  EXPECT_EQ(Asked(), 2u) << "the login and the list";
  Survey();
  EXPECT_EQ(Asked(), 2u);
}

TEST_F(ListingTest, AProbeForWhatTheFirstListingMayFindWaitsForIt) {
  ListIs({Row(60)});
  const Probed probed = Probe({"main", 60});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 60).failure, std::nullopt);
  const Probed unknown = Probe({"main", 61});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error(), ProbeRefusal::kUnknownCampaign);
  EXPECT_EQ(Lists(), 1u);
}

TEST_F(ListingTest, ConfiguredCampaignsMayChangeMeanwhile) {
  account_->discovery.reset();
  std::optional<std::vector<CampaignOptions>> changed;
  account_->changed = [&] { return std::exchange(changed, {}); };
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1));
  changed = {{2, {{"team", "growth"}}}, {3, {}}};
  Wait(seconds(15));
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_THAT(Ids(snapshot), ElementsAre(2, 3));
  EXPECT_EQ(Outcomes(snapshot), "read 2");
  EXPECT_THAT(Campaign(snapshot, 2).labels,
              ElementsAre(std::pair("team", "growth")));
}

}  // namespace
}  // namespace bsg_exporter::collect
