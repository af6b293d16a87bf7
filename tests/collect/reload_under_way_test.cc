// A configuration that changes while scrapes and probes are under way: who sees
// which.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/reload_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::Pair;

class ReloadUnderWayTest : public ReloadTest {};

TEST_F(ReloadUnderWayTest, AScrapeUnderWayEndsWithWhatItBeganWith) {
  main().campaigns = {{1, {{"team", "old"}}}, {2, {}}};
  metrics::Snapshot after;
  OnFirstRead([&] {
    main().campaigns = {{1, {{"team", "new"}}}, {3, {}}};
    Reload();
    BeginScrape(after);
  });
  const metrics::Snapshot before = Scrape();
  EXPECT_THAT(Ids(before), ElementsAre(1, 2));
  EXPECT_EQ(Outcomes(before), "read 2");
  EXPECT_THAT(Campaign(before, 1).labels, ElementsAre(Pair("team", "old")));
  EXPECT_THAT(Ids(after), ElementsAre(1, 3));
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_THAT(Campaign(after, 1).labels, ElementsAre(Pair("team", "new")));
  EXPECT_EQ(Asked(1), 1u) << "the two share what is under way";
  EXPECT_EQ(Asked(2), 1u);
  EXPECT_EQ(Asked(3), 1u);
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ReloadUnderWayTest, WhatIsUnderWayIsHeardOfThroughEveryReload) {
  metrics::Snapshot after;
  OnFirstRead([&] {
    Reload();
    Reload();
    BeginScrape(after);
  });
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_EQ(Asked(1) + Asked(2), 2u);
}

TEST_F(ReloadUnderWayTest, AnAnswerThatComesAfterTheOldScrapeServesTheNextOne) {
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(4), Document(id).result};
  };
  EXPECT_EQ(Outcomes(Scrape(seconds(1))), "deferred 2");
  Reload();
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Asked(1) + Asked(2), 2u);
}

TEST_F(ReloadUnderWayTest, WhatTheOldScrapeHadNoTimeForIsReadByTheNext) {
  read.concurrency = 1;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(3), Document(id).result};
  };
  EXPECT_EQ(Outcomes(Scrape(seconds(1))), "deferred 2");
  Reload();
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Asked(1) + Asked(2), 2u);
}

TEST_F(ReloadUnderWayTest, WhatTheOldScrapeLeavesIsReadByOneThatHasMoreTime) {
  read.concurrency = 1;
  metrics::Snapshot after;
  detail = [&, done = false](bsg::CampaignId id, const http::Request&) mutable {
    if (!std::exchange(done, true)) {
      Reload();
      Reload();
      BeginScrape(after, minutes(1));
    }
    return Answer{seconds(3), Document(id).result};
  };
  EXPECT_EQ(Outcomes(Scrape(seconds(1))), "deferred 2");
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_EQ(Asked(1) + Asked(2), 2u);
}

TEST_F(ReloadUnderWayTest, OldAndNewShareOneLogin) {
  metrics::Snapshot after;
  login = [&](const http::Request&) {
    if (Logins() == 1) {
      Reload();
      BeginScrape(after);
    }
    return GoodLogin();
  };
  EXPECT_EQ(Outcomes(Scrape()), "read 2");
  EXPECT_EQ(Outcomes(after), "read 2");
  EXPECT_EQ(Logins(), 1u);
}

TEST_F(ReloadUnderWayTest, OldAndNewShareTheAccountsConcurrency) {
  for (bsg::CampaignId id = 3; id <= 40; ++id) {
    main().campaigns.push_back({id, {}});
  }
  AddAccount("other", 0);
  read.concurrency = 4;
  metrics::Snapshot after;
  OnFirstRead([&] {
    for (bsg::CampaignId id = 41; id <= 80; ++id) {
      main().campaigns.push_back({id, {}});
    }
    Reload();
    BeginScrape(after, minutes(1));
  });
  EXPECT_EQ(Outcomes(Scrape(minutes(1))), "read 40");
  EXPECT_EQ(Outcomes(after), "read 80");
  EXPECT_EQ(transport->max_in_flight(), 5u) << "and the other's balance";
}

TEST_F(ReloadUnderWayTest, AProbeSharesWhatIsUnderWay) {
  std::optional<Probed> probed;
  OnFirstRead([&] {
    Reload();
    reader().Probe({"main", 1}, seconds(10),
                   [&](Probed found) { probed = std::move(found); });
  });
  Scrape();
  ASSERT_TRUE(probed && probed->ok());
  EXPECT_EQ(Campaign(**probed, 1).failure, std::nullopt);
  EXPECT_EQ(Asked(1), 1u);
}

}  // namespace
}  // namespace bsg_exporter::collect
