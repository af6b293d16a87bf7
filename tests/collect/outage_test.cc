// When nothing can be read, one request a scrape finds out whether that is
// over.

#include "exporter/collect/outage.h"

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(OutageRuleTest, BeginsAfterABatchOfEnoughDifferentFailures) {
  Outage outage;
  outage.Troubled(1);
  outage.Troubled(1);
  outage.Troubled(2);
  outage.NewBatch(3);
  EXPECT_FALSE(outage.is_on()) << "two bad ones are no outage";
  outage.Troubled(3);
  EXPECT_FALSE(outage.is_on()) << "the batch is not over";
  outage.NewBatch(3);
  EXPECT_TRUE(outage.is_on());
}

TEST(OutageRuleTest, AnAnswerBetweenThemBeginsTheCountAnew) {
  Outage outage;
  outage.Troubled(1);
  outage.Answered();
  outage.NewBatch(2);
  outage.Troubled(2);
  outage.NewBatch(2);
  EXPECT_FALSE(outage.is_on());
}

TEST(OutageRuleTest, ABatchThatHadAnAnswerIsNone) {
  Outage outage;
  outage.Answered();
  outage.Troubled(1);
  outage.Troubled(2);
  outage.NewBatch(2);
  EXPECT_FALSE(outage.is_on());
}

TEST(OutageRuleTest, WhereThereIsOneOnlyItIsEnough) {
  Outage outage;
  outage.Troubled(1);
  outage.NewBatch(1);
  EXPECT_TRUE(outage.is_on());
}

TEST(OutageRuleTest, LastsUntilAnAnswer) {
  Outage outage;
  outage.Troubled(1);
  outage.NewBatch(1);
  outage.NewBatch(1);
  EXPECT_TRUE(outage.is_on());
  EXPECT_TRUE(outage.Answered());
  EXPECT_FALSE(outage.is_on());
  EXPECT_FALSE(outage.Answered()) << "it has ended already";
}

TEST(OutageRuleTest, ALoginInTroubleIsEnough) {
  Outage outage;
  outage.LoginTroubled();
  outage.NewBatch(3);
  EXPECT_TRUE(outage.is_on());
}

TEST(OutageRuleTest, TenFailuresWithoutAnAnswerMakeItLikely) {
  Outage outage;
  for (int i = 0; i < 9; ++i) outage.Troubled(1);
  EXPECT_FALSE(outage.IsLikely());
  outage.Troubled(1);
  EXPECT_TRUE(outage.IsLikely());
  outage.Answered();
  EXPECT_FALSE(outage.IsLikely());
}

class OutageTest : public testing::Test, protected CollectRig {
 protected:
  void Break() {
    balance = [&](const http::Request&) { return Fails(Reason::kConnect); };
    detail = [&](bsg::CampaignId, const http::Request&) {
      return Fails(Reason::kConnect);
    };
  }
};

TEST_F(OutageTest, DuringAnOutageOneRequestAScrapeFindsOutWhetherItIsOver) {
  AddAccount("main", 100);
  Scrape();
  bool out = true;
  const auto maybe = [&](Answer answer) {
    return out ? Fails(Reason::kConnect) : answer;
  };
  balance = [&](const http::Request&) { return maybe(GoodBalance()); };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return maybe(Document(id));
  };
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "stale 100");
  for (int i = 0; i < 20; ++i) {
    const std::size_t before = Asked();
    Wait(seconds(15));
    EXPECT_EQ(Outcomes(Scrape()), "stale 100");
    EXPECT_EQ(Asked() - before, 1u);
  }
  out = false;
  Wait(seconds(15));
  EXPECT_EQ(Outcomes(Scrape()), "read 100") << "all come back at once";
}

TEST_F(OutageTest, ScrapesThatArriveTogetherShareTheOneRequest) {
  AddAccount("main", 50);
  Break();
  Scrape();
  Wait(seconds(15));
  const std::size_t before = Asked();
  for (const auto& snapshot :
       ScrapeTogether(std::vector<Duration>(20, seconds(10)))) {
    EXPECT_EQ(Outcomes(snapshot), "failed 50");
  }
  EXPECT_EQ(Asked() - before, 1u);
}

TEST_F(OutageTest, ItsEndServesTheScrapeThatStillWaits) {
  AddAccount("main", 5);
  read.balance.reset();
  Break();
  Scrape();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(2), Document(id).result};
  };
  Wait(seconds(15));
  const auto snapshots = ScrapeTogether({seconds(10), seconds(1)});
  EXPECT_EQ(Outcomes(snapshots[0]), "read 5");
}

TEST_F(OutageTest, WhateverItAskedIsAskedAgainSoonAfterItsEnd) {
  AddAccount("main", 3);
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id, "spam");  // read every 15 minutes
  };
  const auto well = detail;
  Scrape();
  Break();
  Wait(minutes(15));
  Scrape();
  for (int i = 0; i < 20; ++i) {
    Wait(seconds(15));
    EXPECT_EQ(Outcomes(Scrape()), "stale 3");
  }
  detail = well;
  Wait(seconds(15));
  Scrape();
  Wait(seconds(15));
  const metrics::Snapshot snapshot = Scrape();
  for (int id = 1; id <= 3; ++id) {
    EXPECT_EQ(Campaign(snapshot, id).failure, std::nullopt) << id;
  }
}

TEST_F(OutageTest, ACampaignThatFailsAloneWhileTheOthersRestBacksOff) {
  AddAccount("main", 6);
  read.retries = 0;
  read.balance.reset();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(500) : Document(id, "spam");
  };
  for (int i = 0; i < 240; ++i) {  // an hour
    const metrics::Snapshot snapshot = Scrape();
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_LE(Asked(1), 9u);
  for (int id = 2; id <= 6; ++id) EXPECT_LE(Asked(id), 9u) << id;
}

TEST_F(OutageTest, ABalanceThatCanBeReadDoesNotEndIt) {
  AddAccount("main", 20);
  read.min_interval = seconds(0);
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(500); };
  Scrape();
  for (int i = 0; i < 20; ++i) {
    const std::size_t before = Asked();
    Wait(minutes(2));  // the balance would be due every time
    EXPECT_EQ(Outcomes(Scrape()), "failed 20");
    EXPECT_EQ(Asked() - before, 1u);
  }
}

TEST_F(OutageTest, ALoginThatGetsNoAnswerIsTriedOnceAScrape) {
  AddAccount("main", 5);
  read.min_interval = seconds(0);
  read.retries = 2;
  login = [&](const http::Request&) { return Status(500); };
  Scrape();
  EXPECT_EQ(Logins(), 3u) << "with its retries, the first time";
  for (std::size_t i = 1; i <= 10; ++i) {
    Wait(seconds(15));
    EXPECT_EQ(Outcomes(Scrape()), "failed 5");
    EXPECT_EQ(Logins(), 3 + i);
  }
}

}  // namespace
}  // namespace bsg_exporter::collect
