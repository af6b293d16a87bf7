#include "bsg_exporter/collect/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

class ReaderTest : public testing::Test, protected CollectRig {};

TEST_F(ReaderTest, LogsInOnceThenReadsTheBalanceAndEveryCampaign) {
  AddAccount("main", 3);
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 3");
  EXPECT_EQ(Logins(), 1u);
  EXPECT_EQ(transport->asked()[0].url, "https://main.example/api/auth/login");
  EXPECT_EQ(transport->asked()[0].bearer, "");
  EXPECT_EQ(transport->asked()[1].url,
            "https://main.example/api/accounts/balance");
  EXPECT_EQ(transport->asked()[2].url,
            "https://main.example/api/campaigns/1/detail");
  EXPECT_EQ(transport->asked()[2].bearer, "token-1");
  EXPECT_EQ(Asked(), 5u);
  EXPECT_EQ(Campaign(snapshot, 2).failure, std::nullopt);
  EXPECT_EQ(Campaign(snapshot, 2).document->status, "sending");
  EXPECT_EQ(snapshot.accounts[0]->balance->balance, 5.5);
  EXPECT_EQ(snapshot.duration, milliseconds(100));
  EXPECT_EQ(snapshot.timeout, seconds(10));
}

TEST_F(ReaderTest, StampsDataWithTheTimeOfItsAnswer) {
  AddAccount("main", 1);
  const WallTime start = clock.Wall();
  EXPECT_EQ(Campaign(Scrape(), 1).received, start + milliseconds(100));
}

TEST_F(ReaderTest, SendsNoMoreAtATimeThanItsConcurrency) {
  AddAccount("main", 50);
  AddAccount("other", 50);
  read.concurrency = 4;
  EXPECT_EQ(Outcomes(Scrape()), "read 100");
  EXPECT_EQ(transport->max_in_flight(), 8u);
}

TEST_F(ReaderTest, AsksNothingAgainWithinMinInterval) {
  AddAccount("main", 3);
  read.min_interval = seconds(10);
  Scrape();
  const std::size_t asked = Asked();
  Wait(milliseconds(9800));  // the first scrape took 100 ms
  EXPECT_EQ(Outcomes(Scrape()), "cached 3");
  EXPECT_EQ(Asked(), asked);
  Wait(milliseconds(100));
  EXPECT_EQ(Outcomes(Scrape()), "read 3");
}

TEST_F(ReaderTest, ReadsAsOftenAsTheLifeCycleSays) {
  AddAccount("main", 2);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id, id == 1 ? "sending" : "scheduled");
  };
  for (int i = 0; i < 20; ++i) {
    Scrape();
    Wait(seconds(15) - milliseconds(100));
  }
  EXPECT_EQ(Asked(1), 20u);
  EXPECT_EQ(Asked(2), 6u) << "at the start, then once a minute";
  EXPECT_EQ(transport->CountAsked("/balance"), 5u);
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Campaign(snapshot, 1).refresh_interval, seconds(10));
  EXPECT_EQ(Campaign(snapshot, 2).refresh_interval, minutes(1));
}

TEST_F(ReaderTest, ScrapesThatArriveTogetherShareOneRead) {
  AddAccount("main", 5);
  const auto snapshots = ScrapeTogether({seconds(10), seconds(10), seconds(3)});
  EXPECT_EQ(Asked(), 7u);
  for (const auto& snapshot : snapshots)
    EXPECT_EQ(Outcomes(snapshot), "read 5");
}

TEST_F(ReaderTest, EachScrapeLeavesAtItsOwnDeadline) {
  AddAccount("main", 2);
  read.retries = 0;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Document(id) : Answer{seconds(4), Document(id).result};
  };
  const auto snapshots = ScrapeTogether({seconds(1), seconds(10)});
  EXPECT_EQ(snapshots[0].duration, seconds(1));
  EXPECT_EQ(Outcomes(snapshots[0]), "read 1, deferred 1");
  EXPECT_EQ(Outcomes(snapshots[1]), "read 2");
}

TEST_F(ReaderTest, WhatTheDeadlineOvertakesIsDeferredAndServedNextTime) {
  AddAccount("main", 1);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(4), Document(id).result};
  };
  const metrics::Snapshot first = Scrape(seconds(2));
  EXPECT_EQ(first.duration, seconds(2));
  EXPECT_EQ(Outcomes(first), "deferred 1");
  EXPECT_EQ(Campaign(first, 1).failure, Reason::kPending);
  Wait(seconds(3));
  const metrics::Snapshot second = Scrape(seconds(2));
  EXPECT_EQ(Outcomes(second), "read 1");
  EXPECT_EQ(Asked(1), 1u) << "the answer waited for this scrape";
}

TEST_F(ReaderTest, TimeoutMeansThatTheRequestsOwnLimitExpired) {
  AddAccount("main", 2);
  read.retries = 0;
  read.request_timeout = seconds(1);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Document(id) : Answer{hours(1), Document(id).result};
  };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Outcomes(snapshot), "read 1, failed 1");
  EXPECT_EQ(Campaign(snapshot, 2).failure, Reason::kTimeout);
}

TEST_F(ReaderTest, ASetTooLargeForOneBudgetIsReadOverSeveral) {
  AddAccount("main", 2000);
  latency = milliseconds(200);
  std::size_t pending = 2000;
  for (int scrape = 0; scrape < 5 && pending > 0; ++scrape) {
    const metrics::Snapshot snapshot = Scrape(milliseconds(9500));
    std::size_t still_pending = 0;
    for (const auto& campaign : snapshot.campaigns) {
      if (!campaign->failure) continue;
      EXPECT_EQ(*campaign->failure, Reason::kPending);
      ++still_pending;
    }
    EXPECT_LT(still_pending, pending);
    pending = still_pending;
    Wait(seconds(15) - snapshot.duration);
  }
  EXPECT_EQ(pending, 0u);
}

TEST_F(ReaderTest, NoCampaignIsStarvedByTheOthers) {
  AddAccount("main", 200);
  read.concurrency = 2;
  read.balance.reset();
  latency = milliseconds(100);
  for (int scrape = 0; scrape < 12; ++scrape) {
    const metrics::Snapshot snapshot = Scrape(seconds(2));  // 40 of 200 fit
    Wait(seconds(15) - snapshot.duration);
  }
  for (int id = 1; id <= 200; ++id) {
    EXPECT_GE(Asked(id), 2u) << id;
    EXPECT_LE(Asked(id), 3u) << id;
  }
}

TEST_F(ReaderTest, AnAccountThatHangsTouchesNoOther) {
  AddAccount("hangs", 5);
  AddAccount("well", 5);
  login = [&](const http::Request& request) {
    Answer answer = GoodLogin();
    if (request.url.find("hangs") != std::string::npos) answer.after = hours(1);
    return answer;
  };
  const metrics::Snapshot snapshot = Scrape(seconds(3));
  EXPECT_EQ(Outcomes(snapshot), "read 5, deferred 5");
  EXPECT_EQ(snapshot.outcomes[1][metrics::Outcome::kRead], 5u);
}

TEST_F(ReaderTest, ABadDocumentCostsNobodyElse) {
  AddAccount("main", 4);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    if (id == 2) return Status(200, "<html>maintenance</html>");
    if (id == 3) return Status(200, "{\"data\":[]}");
    return Document(id);
  };
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(Campaign(snapshot, 1).failure, std::nullopt);
  EXPECT_EQ(Campaign(snapshot, 2).failure, Reason::kInvalidJson);
  EXPECT_EQ(Campaign(snapshot, 3).failure, Reason::kInvalidDocument);
  EXPECT_EQ(Campaign(snapshot, 4).failure, std::nullopt);
}

TEST_F(ReaderTest, StatusesBecomeReasons) {
  AddAccount("main", 9);
  read.retries = 0;
  const std::map<bsg::CampaignId, std::pair<int, Reason>> cases = {
      {1, {403, Reason::kForbidden}},    {2, {404, Reason::kNotFound}},
      {3, {422, Reason::kClientError}},  {4, {429, Reason::kThrottled}},
      {5, {500, Reason::kServerError}},  {6, {503, Reason::kServerError}},
      {7, {302, Reason::kRedirect}},     {8, {400, Reason::kClientError}},
      {9, {401, Reason::kUnauthorized}},
  };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Status(cases.at(id).first);
  };
  const metrics::Snapshot snapshot = Scrape();
  for (const auto& [id, expected] : cases) {
    EXPECT_EQ(Campaign(snapshot, id).failure, expected.second) << id;
  }
}

TEST_F(ReaderTest, CountsAndLogsEachUnexpectedValueOnce) {
  AddAccount("main", 2);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id + 5, "archived");
  };
  Scrape();
  Wait(seconds(15));
  Scrape();
  EXPECT_EQ(OwnValue(*metrics, "bsg_exporter_unexpected_values_total",
                     {{"field", "status"}}),
            1);
  EXPECT_EQ(OwnValue(*metrics, "bsg_exporter_unexpected_values_total",
                     {{"field", "id"}}),
            2);
  std::size_t lines = 0;
  for (const std::string& line : log.lines()) {
    if (line.find("unexpected value") != std::string::npos) ++lines;
  }
  EXPECT_EQ(lines, 3u);
}

TEST_F(ReaderTest, LogsAFailureWhenItBeginsAndWhenItEnds) {
  AddAccount("main", 1);
  read.retries = 0;
  Scrape();
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(500); };
  for (int i = 0; i < 50; ++i) {
    Wait(seconds(15));
    Scrape();
  }
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id);
  };
  Wait(minutes(15));
  Scrape();
  EXPECT_THAT(
      log.notable(),
      ElementsAre(
          "warn campaign cannot be read account=main campaign_id=1 "
          "reason=server_error err=the API answered 500",
          "info campaign can be read again account=main campaign_id=1"));
}

TEST_F(ReaderTest, NamesAFewCampaignsWhenManyFailTogether) {
  AddAccount("main", 1000);
  read.retries = 0;
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(404); };
  Scrape();
  EXPECT_EQ(log.notable().size(), 6u);
  EXPECT_EQ(log.notable().back(),
            "warn more campaigns of the account changed the same way "
            "account=main reason=not_found");
}

TEST_F(ReaderTest, BalanceCanBeSwitchedOff) {
  AddAccount("main", 1);
  read.balance.reset();
  const metrics::Snapshot snapshot = Scrape();
  EXPECT_EQ(transport->CountAsked("/balance"), 0u);
  EXPECT_FALSE(snapshot.accounts[0]->reads_balance);
}

TEST_F(ReaderTest, StopEndsTheScrapesThatWait) {
  AddAccount("main", 1);
  Scrape();  // makes the parts
  SystemClock real;
  Reader reader({}, {*transport, clock, log, *metrics});
  bool answered = false;
  reader.Scrape(seconds(10), [&](metrics::Snapshot) { answered = true; });
  reader.Stop();
  reader.Run();
  EXPECT_TRUE(answered);
}

TEST_F(ReaderTest, OfThoseWhoAskAndGoNoMoreThanOneIsKept) {
  AddAccount("main", 1);
  latency = seconds(3);
  const auto is_wanted = [] { return false; };
  int answered = 0;
  for (int i = 0; i < 100; ++i) {
    reader().Scrape({seconds(10), is_wanted},
                    [&](const metrics::Snapshot&) { ++answered; });
  }
  reader().RunUntilIdle();
  EXPECT_EQ(answered, 1);
  EXPECT_EQ(Asked(1), 1u) << "read to its end, for whoever comes next";

  Wait(minutes(1));
  for (int i = 0; i < 100; ++i) {
    reader().Scrape({seconds(10), is_wanted},
                    [](const metrics::Snapshot&) { ADD_FAILURE(); });
  }
  EXPECT_EQ(Outcomes(Scrape()), "read 1");
}

TEST_F(ReaderTest, AScrapeAfterTheEndIsDropped) {
  reader().Stop();
  reader().Run();
  const auto held = std::make_shared<int>(0);
  reader().Scrape(seconds(1), [held](metrics::Snapshot) { ADD_FAILURE(); });
  EXPECT_EQ(held.use_count(), 1) << "nobody waits for an answer for ever";
}

TEST_F(ReaderTest, WorkThatIsPostedIsDoneOnTheReadersThread) {
  AddAccount("main", 1);
  std::thread::id where;
  std::thread([&] {
    reader().Post([&] { where = std::this_thread::get_id(); });
  }).join();
  EXPECT_EQ(where, std::thread::id());
  reader().RunUntilIdle();
  EXPECT_EQ(where, std::this_thread::get_id());
  EXPECT_EQ(Asked(), 0u);
}

TEST_F(ReaderTest, WorkThatIsPostedAfterTheEndIsDropped) {
  reader().Stop();
  reader().Run();
  const auto held = std::make_shared<int>(0);
  reader().Post([held] { ADD_FAILURE(); });
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(ReaderTest, TheBudgetRunsFromTheHandOver) {
  AddAccount("main", 1);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{hours(1), Document(id).result};
  };
  const SteadyTime start = clock.Steady();
  reader().Scrape(seconds(3), [](metrics::Snapshot) {});
  Wait(seconds(2));  // the reader's thread is busy
  reader().RunUntilIdle();
  EXPECT_EQ(clock.Steady() - start, seconds(3));
}

TEST_F(ReaderTest, ABudgetMayBeEndless) {
  AddAccount("main", 2);
  EXPECT_EQ(Outcomes(Scrape(Duration::max())), "read 2");
}

}  // namespace
}  // namespace bsg_exporter::collect
