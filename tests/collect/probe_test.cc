// Probes: one campaign, on demand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

class ProbeTest : public testing::Test, protected CollectRig {
 protected:
  void Read(Subject subject, Duration budget = seconds(10)) {
    EXPECT_TRUE(Probe(std::move(subject), budget).ok());
  }
  static ProbeRefusal RefusalOf(const Probed& probed) {
    EXPECT_FALSE(probed.ok());
    return probed.error();
  }
};

TEST_F(ProbeTest, ReadsThatCampaignAndNoOther) {
  AddAccount("main", 5);
  const Probed probed = Probe({"main", 3});
  ASSERT_TRUE(probed.ok());
  EXPECT_THAT(Ids(*probed), ElementsAre(3));
  EXPECT_EQ(Campaign(*probed, 3).failure, std::nullopt);
  EXPECT_TRUE(probed->accounts.empty());
  EXPECT_EQ(Asked(), 2u) << "a login and the campaign, no balance";
}

TEST_F(ProbeTest, WithoutAnAccountItIsTheCampaignOfWhoeverServesIt) {
  AddAccount("first", 2);
  AddAccount("second", 2);
  const Probed probed = Probe({"", 1002});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 1002).account, "second");
}

TEST_F(ProbeTest, WhereTwoAccountsServeItOneMustBeNamed) {
  AddAccount("first", 2);
  AddAccount("second", 2).campaigns[0].id = 2;
  EXPECT_EQ(RefusalOf(Probe({"", 2})), ProbeRefusal::kAmbiguous);
  const Probed probed = Probe({"second", 2});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 2).account, "second");
}

TEST_F(ProbeTest, WhatNobodyKnowsIsRefusedWithoutAnyRequest) {
  AddAccount("main", 2);
  EXPECT_EQ(RefusalOf(Probe({"main", 7})), ProbeRefusal::kUnknownCampaign);
  EXPECT_EQ(RefusalOf(Probe({"", 7})), ProbeRefusal::kUnknownCampaign);
  EXPECT_EQ(RefusalOf(Probe({"other", 1})), ProbeRefusal::kUnknownAccount);
  EXPECT_EQ(Asked(), 0u);
}

TEST_F(ProbeTest, SharesAReadingWithAScrapeAndWithOtherProbes) {
  AddAccount("main", 3);
  metrics::Snapshot scraped;
  std::vector<Probed> probed;
  reader().Scrape(seconds(10),
                  [&](metrics::Snapshot s) { scraped = std::move(s); });
  for (int i = 0; i < 3; ++i) {
    reader().Probe({"main", 2}, seconds(10),
                   [&](Probed p) { probed.push_back(std::move(p)); });
  }
  reader().RunUntilIdle();
  EXPECT_EQ(Outcomes(scraped), "read 3");
  EXPECT_EQ(Asked(2), 1u);
  ASSERT_EQ(probed.size(), 3u);
  for (const Probed& p : probed) {
    EXPECT_EQ(Campaign(*p, 2).failure, std::nullopt);
  }
}

TEST_F(ProbeTest, WaitsForItsOwnCampaignAlone) {
  AddAccount("main", 2);
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Document(id) : Answer{seconds(4), Document(id).result};
  };
  std::optional<Probed> quick;
  reader().Scrape(seconds(10), [](metrics::Snapshot) {});
  reader().Probe({"main", 1}, seconds(10),
                 [&](Probed p) { quick = std::move(p); });
  reader().RunUntilIdle();
  EXPECT_LT((*quick)->duration, seconds(1));
}

TEST_F(ProbeTest, IsNotRepeatedWithinMinInterval) {
  AddAccount("main", 1);
  Read({"main", 1});
  Wait(seconds(9));
  const Probed cached = Probe({"main", 1});
  EXPECT_EQ(Asked(1), 1u);
  EXPECT_EQ(Campaign(*cached, 1).failure, std::nullopt);
  Wait(seconds(2));
  Read({"main", 1});
  EXPECT_EQ(Asked(1), 2u);
}

TEST_F(ProbeTest, EndsAtItsDeadlineWithWhatIsKnown) {
  AddAccount("main", 1);
  Read({"main", 1});
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(4), Document(id).result};
  };
  Wait(seconds(15));
  const Probed probed = Probe({"main", 1}, seconds(1));
  EXPECT_EQ(probed->duration, seconds(1));
  EXPECT_EQ(Campaign(*probed, 1).failure, std::nullopt);
}

TEST_F(ProbeTest, AFailureIsInItsPage) {
  AddAccount("main", 1);
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(404); };
  const Probed probed = Probe({"main", 1});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 1).failure, Reason::kNotFound);
}

TEST_F(ProbeTest, OneAfterTheOtherForManyCampaignsCostsOneLogin) {
  AddAccount("main", 50);
  for (int round = 0; round < 4; ++round) {
    for (int id = 1; id <= 50; ++id) {
      EXPECT_EQ(Campaign(*Probe({"main", id}), id).failure, std::nullopt);
    }
    Wait(seconds(15));
  }
  EXPECT_EQ(Logins(), 1u);
  EXPECT_EQ(Asked(), 201u);
}

TEST_F(ProbeTest, AnOutageIsNotProbedByEachOfThem) {
  AddAccount("main", 200);
  read.retries = 0;
  for (int id = 1; id <= 200; ++id) Read({"main", id});
  bool out = true;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return out ? Fails(Reason::kConnect) : Document(id);
  };
  const auto round = [&] {
    for (int id = 1; id <= 200; ++id) {
      Read({"main", id});
      Wait(std::chrono::milliseconds(25));
    }
  };
  for (int i = 0; i < 12; ++i) round();  // two minutes and a half
  const std::size_t before = Asked();
  for (int i = 0; i < 40; ++i) round();
  EXPECT_LE(Asked() - before, 45u) << "one in each interval of ten seconds";
  out = false;
  for (int i = 0; i < 3; ++i) round();
  for (int id = 1; id <= 200; ++id) {
    EXPECT_EQ(Campaign(*Probe({"main", id}), id).failure, std::nullopt) << id;
  }
}

TEST_F(ProbeTest, TwoBadCampaignsAreNoOutage) {
  AddAccount("main", 5);
  read.retries = 0;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id <= 2 ? Status(500) : Document(id);
  };
  for (int minute = 0; minute < 60; ++minute) {
    Read({"main", 1});
    Wait(seconds(12));
    Read({"main", 2});
    Wait(seconds(3));
    const Probed good = Probe({"main", 3});
    EXPECT_EQ(good->campaigns[0]->failure, std::nullopt);
    Wait(seconds(45));
  }
  EXPECT_EQ(Asked(3), 60u);
}

TEST_F(ProbeTest, ALateOneForTheFirstListingLeavesAScrapeItsTime) {
  AddAccount("main", 1).discovery = DiscoveryOptions{.types = {"rcs"}};
  list = [&](const http::Request&) {
    return Answer{seconds(1), List({Row(60)}, 1).result};
  };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Asked(id) == 1 ? Answer{seconds(2), Status(500).result}
                          : Document(id);
  };
  metrics::Snapshot scraped;
  reader().Probe({"main", 60}, seconds(2), [](Probed) {});
  reader().Scrape(seconds(10),
                  [&](metrics::Snapshot s) { scraped = std::move(s); });
  reader().RunUntilIdle();
  EXPECT_EQ(Outcomes(scraped), "read 2") << "there was time for a retry";
}

TEST_F(ProbeTest, ARevokedTokenIsReplacedWithinTheSameProbe) {
  AddAccount("main", 20);
  Read({"main", 1});
  RevokeTokens();
  Wait(seconds(15));
  const Probed probed = Probe({"main", 1});
  EXPECT_EQ(Campaign(*probed, 1).failure, std::nullopt);
  EXPECT_EQ(Logins(), 2u);
}

// --- campaigns that nobody serves -------------------------------------------

class VisitorTest : public ProbeTest {
 protected:
  VisitorTest() {
    read.probe_any = true;
    AddAccount("main", 2);
  }
};

TEST_F(VisitorTest, AreReadForProbesAlone) {
  const Probed probed = Probe({"main", 77});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 77).failure, std::nullopt);
  Wait(minutes(1));
  EXPECT_THAT(Ids(Scrape()), ElementsAre(1, 2));
  EXPECT_EQ(Asked(77), 1u);
}

TEST_F(VisitorTest, AreCachedLikeTheOthers) {
  Read({"main", 77});
  Read({"", 77});
  EXPECT_EQ(Asked(77), 1u);
}

TEST_F(VisitorTest, WithSeveralAccountsOneMustBeNamed) {
  AddAccount("second", 1);
  EXPECT_EQ(RefusalOf(Probe({"", 77})), ProbeRefusal::kAmbiguous);
  EXPECT_TRUE(Probe({"second", 77}).ok());
}

TEST_F(VisitorTest, NoScrapeWaitsForThem) {
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 77 ? Answer{seconds(4), Document(id).result} : Document(id);
  };
  std::optional<Probed> probed;
  metrics::Snapshot scraped;
  reader().Probe({"main", 77}, seconds(10),
                 [&](Probed p) { probed = std::move(p); });
  reader().Scrape(seconds(10),
                  [&](metrics::Snapshot s) { scraped = std::move(s); });
  reader().RunUntilIdle();
  EXPECT_LT(scraped.duration, seconds(1));
  EXPECT_EQ(Campaign(**probed, 77).failure, std::nullopt);
}

TEST_F(VisitorTest, ManyThatFailAreNoOutageOfWhatIsServed) {
  read.retries = 0;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id < 70 ? Document(id) : Fails(Reason::kConnect);
  };
  Scrape();
  Wait(minutes(1));
  for (int id = 70; id < 73; ++id) Read({"main", id});
  Wait(seconds(11));
  Read({"main", 73});
  EXPECT_EQ(Asked(73), 1u);
  EXPECT_EQ(Asked(1) + Asked(2), 2u) << "no trial was due";
}

TEST_F(VisitorTest, TheirTroublesAreTheirOwn) {
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id < 70 ? Document(id) : Answer{hours(1), Document(id).result};
  };
  read.refresh.active = seconds(40);  // most of the time nothing is due
  for (int i = 0; i < 40; ++i) {
    Read({"main", 70 + i % 5}, seconds(5));
    const metrics::Snapshot snapshot = Scrape();
    for (const auto& campaign : snapshot.campaigns) {
      EXPECT_EQ(campaign->failure, std::nullopt);
    }
    EXPECT_LT(snapshot.duration, seconds(1));
    Wait(seconds(4));
  }
}

TEST_F(VisitorTest, ThatHangDoNotTakeThePlacesOfWhatIsServed) {
  read.concurrency = 4;
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id < 70 ? Document(id) : Answer{hours(1), Document(id).result};
  };
  for (int id = 70; id < 90; ++id) {
    reader().Probe({"main", id}, seconds(10), [](Probed) {});
  }
  metrics::Snapshot scraped;
  reader().Scrape(seconds(10),
                  [&](metrics::Snapshot s) { scraped = std::move(s); });
  reader().RunUntilIdle();
  EXPECT_EQ(Outcomes(scraped), "read 2");
  EXPECT_LT(scraped.duration, seconds(1));
}

TEST_F(VisitorTest, OneThatLeavesWhileItIsReadMayStayAsAVisitor) {
  std::optional<std::vector<CampaignOptions>> changed;
  AddAccount("second", 1).changed = [&] { return std::exchange(changed, {}); };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Answer{seconds(3), Document(id).result};
  };
  Scrape(seconds(1));
  changed.emplace();
  EXPECT_THAT(Ids(Scrape(seconds(1))), ElementsAre(1, 2));
  const Probed probed = Probe({"second", 1001});
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(Campaign(*probed, 1001).failure, std::nullopt);
}

TEST_F(VisitorTest, WhereAllAreBeingReadOneMoreIsRefused) {
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id < 70 ? Document(id) : Answer{hours(1), Document(id).result};
  };
  const auto is_wanted = [] { return false; };
  int answered = 0;
  for (int id = 100; id < 1100; ++id) {
    reader().Probe({"main", id}, {hours(1), is_wanted},
                   [&](Probed) { ++answered; });
  }
  std::optional<Probed> one_more;
  reader().Probe({"main", 1100}, hours(1),
                 [&](Probed probed) { one_more = std::move(probed); });
  std::optional<Probed> served;
  reader().Probe({"main", 1}, hours(1),
                 [&](Probed probed) { served = std::move(probed); });
  reader().RunUntilIdle();
  EXPECT_EQ(RefusalOf(*one_more), ProbeRefusal::kTooMany);
  EXPECT_TRUE(served->ok());
  EXPECT_EQ(answered, 0) << "nobody waits for them";
}

TEST_F(VisitorTest, TheirNumberIsBounded) {
  for (int id = 100; id < 1101; ++id) Read({"main", id});
  Read({"main", 1100});
  EXPECT_EQ(Asked(1100), 1u) << "still known";
  Read({"main", 100});
  EXPECT_EQ(Asked(100), 2u) << "forgotten: asked for longest ago";
}

}  // namespace
}  // namespace bsg_exporter::collect
