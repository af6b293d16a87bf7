// Trying again: within a scrape, and from scrape to scrape.

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RetryTest : public testing::Test, protected CollectRig {
 protected:
  double Retries() const {
    return OwnValue(*metrics, "bsg_api_retries_total", {{"account", "main"}});
  }
};

TEST_F(RetryTest, RetriesWhatMaySucceedAMomentLater) {
  AddAccount("main", 3);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    if (id == 1 && Asked(1) < 3) return Fails(Reason::kConnect);
    if (id == 2) return Status(500);
    if (id == 3) return Status(404);
    return Document(id);
  };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 1, failed 2");
  EXPECT_EQ(Asked(1), 3u);
  EXPECT_EQ(Asked(2), 3u) << "two retries, no more";
  EXPECT_EQ(Asked(3), 1u);
  EXPECT_EQ(Retries(), 4);
}

TEST_F(RetryTest, WhatIsNotSentAfterAllIsNoRetry) {
  AddAccount("main", 2);
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(500)
                   : Answer{latency + milliseconds(10),
                            Status(429, "{}", "60").result};
  };
  EXPECT_EQ(Outcomes(Scrape()), "failed 2");
  EXPECT_EQ(Asked(1), 1u) << "the account pauses before its time comes";
  EXPECT_EQ(Retries(), 0);
}

TEST_F(RetryTest, ADocumentThatIsAskedForWithANewTokenIsOne) {
  AddAccount("main", 1);
  read.balance.reset();
  Scrape();
  RevokeTokens();
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 1");
  EXPECT_EQ(Retries(), 1);
}

TEST_F(RetryTest, ALoginThatIsRepeatedWithinTheScrapeIsOne) {
  AddAccount("main", 1);
  login = [&](const http::Request&) { return Fails(Reason::kConnect); };
  Scrape();
  EXPECT_EQ(Logins(), 3u);
  EXPECT_EQ(Retries(), 2);
  Wait(seconds(15));
  login = [&](const http::Request&) { return GoodLogin(); };
  Scrape();
  EXPECT_EQ(Logins(), 4u);
  EXPECT_EQ(Retries(), 2) << "another scrape's login repeats nothing";
}

TEST_F(RetryTest, ARetryThatTheDeadlineOvertakesLeavesTheFailureStanding) {
  AddAccount("main", 1);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Asked(1) == 1 ? Status(500)
                         : Answer{seconds(4), Document(id).result};
  };
  const metrics::Snapshot snapshot = Scrape(seconds(2));
  EXPECT_EQ(snapshot.duration, seconds(2));
  EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kServerError);
  EXPECT_EQ(Outcomes(snapshot), "failed 1");
}

TEST_F(RetryTest, AFailingCampaignIsAskedLessAndLess) {
  AddAccount("main", 2);
  read.retries = 0;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(500) : Document(id);
  };
  for (int i = 0; i < 240; ++i) {  // an hour
    Scrape();
    Wait(seconds(15) - milliseconds(100));
  }
  EXPECT_EQ(Asked(2), 240u);
  // After 20, 40, 80, 160, 320, 640 s and then every 15 minutes.
  EXPECT_EQ(Asked(1), 9u);
}

}  // namespace
}  // namespace bsg_exporter::collect
