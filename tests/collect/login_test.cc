// The life of a token, seen from outside: what is asked of the API, and what
// becomes of the campaigns.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

// The rest of a token whose payload is {"exp":AT}.
std::string Expiring(WallTime at) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string payload = "{\"exp\":" + std::to_string(ToSeconds(at)) + "}";
  payload.resize((payload.size() + 2) / 3 * 3, ' ');
  std::string token = ".";
  for (std::size_t i = 0; i < payload.size(); i += 3) {
    const auto bits = static_cast<unsigned>(
        payload[i] << 16 | payload[i + 1] << 8 | payload[i + 2]);
    for (const int shift : {18, 12, 6, 0}) token += kDigits[bits >> shift & 63];
  }
  return token + ".sig";
}

class LoginTest : public testing::Test, protected CollectRig {
 protected:
  LoginTest() { read.retries = 0; }
};

TEST_F(LoginTest, HoweverManyScrapesWaitThereIsOneLogin) {
  AddAccount("main", 30);
  ScrapeTogether(std::vector<Duration>(20, seconds(10)));
  EXPECT_EQ(Logins(), 1u);
  Wait(minutes(10));
  Scrape();
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(LoginTest, ARevokedTokenIsReplacedWithinTheSameScrape) {
  AddAccount("main", 30);
  Scrape();
  RevokeTokens();
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 30");
  EXPECT_EQ(Logins(), 2u);
  EXPECT_EQ(transport->asked().back().bearer, "token-2");
}

TEST_F(LoginTest, ASingleCampaignsRevokedTokenIsReplacedToo) {
  AddAccount("main", 1);
  Scrape();
  RevokeTokens();
  Wait(seconds(15));  // the balance is not due: it is asked as a witness
  EXPECT_EQ(Outcomes(Scrape()), "read 1");
  EXPECT_EQ(Logins(), 2u);
  EXPECT_EQ(transport->CountAsked("/balance"), 3u);
}

TEST_F(LoginTest, WithoutABalanceOneCampaignDecidesAlone) {
  AddAccount("main", 1);
  read.balance.reset();
  Scrape();
  RevokeTokens();
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 1");
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(LoginTest, ACampaignThatForEverAnswers401CostsTheOthersNothing) {
  AddAccount("main", 20);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 7 ? Status(401) : Document(id);
  };
  for (int i = 0; i < 240; ++i) {  // an hour
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_EQ(snapshot.outcomes[0][metrics::Outcome::kFailed], 1u);
    EXPECT_EQ(Campaign(snapshot, 7).failure, Reason::kUnauthorized);
    EXPECT_EQ(Campaign(snapshot, 8).failure, std::nullopt);
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_EQ(Logins(), 1u);
  EXPECT_EQ(Asked(8), 240u);
  EXPECT_EQ(Asked(7), 9u);
}

TEST_F(LoginTest, WhereTheVerdictDoesNotComeInTimeItBacksOffAllTheSame) {
  AddAccount("main", 3);
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    if (id == 1) return Status(401);
    return Answer{id == 2 ? seconds(20) : latency, Document(id).result};
  };
  for (int i = 0; i < 240; ++i) {  // an hour
    const metrics::Snapshot snapshot = Scrape(seconds(3));
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_EQ(Asked(1), 9u);
}

TEST_F(LoginTest, TwoOfThoseAndAHealthyThirdCostNoTokenEither) {
  AddAccount("main", 3);
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id < 3 ? Status(401) : Document(id);
  };
  for (int i = 0; i < 100; ++i) {
    Scrape();
    Wait(seconds(15));
  }
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(LoginTest, ThreeOfThoseCostTheOthersNoScrape) {
  AddAccount("main", 20);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id <= 3 ? Status(401) : Document(id);
  };
  for (int i = 0; i < 240; ++i) {  // an hour
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_EQ(Outcomes(snapshot), "read 17, failed 3") << i;
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_LE(Logins(), 11u);
}

TEST_F(LoginTest, NobodyWaitsForALoginThatBacksOff) {
  AddAccount("main", 20);
  read.concurrency = 3;
  balance = [&](const http::Request&) { return Status(401); };
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(401); };
  for (int i = 0; i < 20; ++i) {
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_LE(snapshot.duration, seconds(1)) << i;
    EXPECT_EQ(Outcomes(snapshot), "failed 20") << i;
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_LE(Logins(), 7u);
}

TEST_F(LoginTest, WhenEveryNewTokenIsRefusedLoginsBecomeRare) {
  AddAccount("main", 10);
  balance = [&](const http::Request&) { return Status(401); };
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(401); };
  EXPECT_EQ(Outcomes(Scrape()), "failed 10");
  EXPECT_EQ(Logins(), 2u) << "one new login, one more try";
  for (int i = 0; i < 240; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  EXPECT_LE(Logins(), 13u) << "an hour";
  EXPECT_LE(Asked(), 100u);
}

TEST_F(LoginTest, ARefusedLoginFailsAllAndIsRepeatedRarely) {
  AddAccount("main", 10);
  login = [&](const http::Request&) { return Status(401); };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "failed 10");
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kUnauthorized);
  EXPECT_EQ(snapshot.accounts[0]->failure, Reason::kUnauthorized);
  for (int i = 0; i < 240; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  // After 10, 20, 40, … s and then every 15 minutes.
  EXPECT_EQ(Logins(), 10u);
  EXPECT_EQ(Asked(), 10u);
}

TEST_F(LoginTest, AChangedKeyEndsTheBackOffAtOnce) {
  AddAccount("main", 2);
  login = [&](const http::Request& request) {
    return request.json->Reveal() == "{\"api_key\":\"live_good\"}"
               ? GoodLogin()
               : Status(401);
  };
  for (int i = 0; i < 40; ++i) {
    Scrape();
    Wait(seconds(15));
  }
  key = "live_good";
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
}

TEST_F(LoginTest, AnUnreachableLoginIsTriedOncePerScrape) {
  AddAccount("main", 10);
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  for (int i = 1; i <= 20; ++i) {
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_EQ(Outcomes(snapshot), "failed 10");
    EXPECT_EQ(Campaign(snapshot, 3).failure, Reason::kConnect);
    EXPECT_EQ(Asked(), static_cast<std::size_t>(i));
    Wait(seconds(15));
  }
  login = [&](const http::Request&) { return GoodLogin(); };
  EXPECT_EQ(Outcomes(Scrape()), "read 10");
}

TEST_F(LoginTest, ALoginThatBreaksIsRetriedWithinTheScrape) {
  AddAccount("main", 2);
  read.retries = 2;
  login = [&](const http::Request&) {
    return Logins() < 3 ? Fails(Reason::kConnect) : GoodLogin();
  };
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Logins(), 3u);
}

TEST_F(LoginTest, WithoutMinIntervalALoginIsGivenUpAllTheSame) {
  AddAccount("main", 2);
  read.retries = 2;
  read.min_interval = seconds(0);
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kConnect);
  EXPECT_EQ(Logins(), 3u);
}

TEST_F(LoginTest, ATokenIsRenewedAheadOfItsExpiryWithoutAPause) {
  AddAccount("main", 5);
  // {"exp":1771003600}: one hour after the clock's start.
  NextTokenEndsWith(".eyJleHAiOjE3NzEwMDM2MDB9.sig");
  Scrape();
  Wait(minutes(54));
  Scrape();
  EXPECT_EQ(Logins(), 1u);
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_token_expiry_timestamp_seconds",
                     {{"account", "main"}}),
            1771003600);
  NextTokenEndsWith("");
  Wait(minutes(2));
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 5");
  EXPECT_EQ(snapshot.duration, latency) << "nothing waits for the renewal";
  EXPECT_EQ(Logins(), 2u);
}

TEST_F(LoginTest, ATokenThatIsExpiredOnArrivalCausesNoLoginStorm) {
  AddAccount("main", 5);
  // {"exp":1771000000}: the very start of the clock.
  NextTokenEndsWith(".eyJleHAiOjE3NzEwMDAwMDB9.sig");
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Outcomes(Scrape()), "read 5");
    Wait(seconds(15));
  }
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(LoginTest, ATokenThatLivesForAMomentCausesNoLoginStorm) {
  AddAccount("main", 100);
  read.concurrency = 4;
  login = [&](const http::Request&) {
    const milliseconds life = milliseconds(70);  // 20 of them on arrival
    NextTokenEndsWith(Expiring(clock.Wall() + life));
    return GoodLogin();
  };
  EXPECT_EQ(Outcomes(Scrape()), "read 100");
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(LoginTest, ARenewalThatCannotBeRetriedForWantOfRoomWaits) {
  AddAccount("main", 5);
  read.concurrency = 1;
  read.retries = 2;
  read.balance.reset();
  NextTokenEndsWith(Expiring(clock.Wall() + hours(1)));
  Scrape();
  Wait(minutes(56));
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(2), Document(id).result};
  };
  EXPECT_EQ(Scrape().duration, seconds(10)) << "a busy loop never ends";
}

TEST_F(LoginTest, ARenewalThatIsLeftForTheNextScrapeIsNoRetryThere) {
  AddAccount("main", 1);
  read.balance.reset();
  NextTokenEndsWith(Expiring(clock.Wall() + hours(1)));
  Scrape();
  Wait(minutes(56));
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  EXPECT_EQ(Outcomes(Scrape()), "read 1") << "over before it is tried again";
  login = [&](const http::Request&) { return GoodLogin(); };
  Wait(seconds(15));
  Scrape();
  EXPECT_EQ(Logins(), 3u);
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_retries_total", {{"account", "main"}}),
            0);
}

TEST_F(LoginTest, ARenewalAnswersThe401sOfTheOldToken) {
  AddAccount("main", 10);
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id, id == 1 ? "sending" : "spam");
  };
  NextTokenEndsWith(Expiring(clock.Wall() + hours(1)));
  Scrape();
  Wait(minutes(54));
  Scrape();
  NextTokenEndsWith("");
  RevokeTokens();
  Wait(seconds(90));
  // Two are answered 401 before the login ends, a witness after that.
  latency = milliseconds(20);
  login = [&](const http::Request&) {
    return Answer{milliseconds(50), GoodLogin().result};
  };
  EXPECT_EQ(Campaign(Scrape(), 1).failure, std::nullopt);
}

TEST_F(LoginTest, ALoginThatHangsIsTheCauseThatIsShown) {
  AddAccount("main", 2);
  read.retries = 2;
  Scrape();
  RevokeTokens();
  login = [&](const http::Request&) {
    return Answer{hours(1), GoodLogin().result};
  };
  for (int i = 0; i < 5; ++i) {
    Wait(seconds(15));
    const metrics::Snapshot snapshot = Scrape(milliseconds(9500));
    EXPECT_EQ(Outcomes(snapshot), "stale 2");
    EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kTimeout);
  }
}

TEST_F(LoginTest, ALoginThatOutlastsEveryScrapeIsTheCauseThatIsShown) {
  AddAccount("main", 2);
  login = [&](const http::Request&) {
    return Answer{hours(1), GoodLogin().result};
  };
  EXPECT_EQ(Outcomes(Scrape(seconds(3))), "deferred 2");
  for (int i = 0; i < 5; ++i) {
    Wait(seconds(12));
    const metrics::Snapshot snapshot = Scrape(seconds(3));
    EXPECT_EQ(Outcomes(snapshot), "failed 2");
    EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kTimeout);
  }
}

TEST_F(LoginTest, AnUnreadableKeyFailsTheAccountAndSaysSo) {
  AddAccount("main", 1);
  key = "";  // the rig's key file is empty
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "failed 1");
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kInternal);
  EXPECT_EQ(Asked(), 0u);
  EXPECT_THAT(log.notable().front(),
              HasSubstr("error cannot read the API key account=main"));
  key = "live_key";
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 1");
}

TEST_F(LoginTest, CountsLoginsAndTheirFailures) {
  AddAccount("main", 1);
  Scrape();
  EXPECT_EQ(OwnValue(*metrics, "bsg_api_token_refreshes_total",
                     {{"account", "main"}}),
            1);
  EXPECT_EQ(
      OwnValue(*metrics, "bsg_api_requests_total",
               {{"account", "main"}, {"endpoint", "login"}, {"code", "200"}}),
      1);
}

TEST_F(LoginTest, NoLineOfTheLogHoldsTheKeyOrTheToken) {
  AddAccount("main", 3);
  key = "live_canary";
  login = [&](const http::Request&) {
    return Logins() < 2 ? Status(401, "{\"echo\":\"live_canary\"}")
                        : GoodLogin();
  };
  Scrape();
  Wait(minutes(1));
  EXPECT_EQ(Outcomes(Scrape()), "read 3");
  for (const std::string& line : log.lines()) {
    EXPECT_EQ(line.find("canary"), std::string::npos) << line;
    EXPECT_EQ(line.find("token-"), std::string::npos) << line;
  }
}

TEST_F(LoginTest, ATestKeyIsWarnedAboutOnce) {
  AddAccount("main", 1);
  key = "test_abc";
  const metrics::Snapshot snapshot = Scrape();
  Wait(seconds(15));
  Scrape();
  EXPECT_EQ(snapshot.accounts[0]->key_type, bsg::KeyType::kTest);
  EXPECT_EQ(log.notable(),
            std::vector<std::string>{
                "warn this is a test key: the API answers it with invented "
                "numbers account=main"});
}

}  // namespace
}  // namespace bsg_exporter::collect
