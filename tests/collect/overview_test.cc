#include "bsg_exporter/collect/overview.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class OverviewTest : public testing::Test, protected CollectRig {};

TEST_F(OverviewTest, BeforeTheFirstScrapeNothingIsKnownButWhoIsThere) {
  AddAccount("main", 2);
  const Overview overview = Peek();
  EXPECT_EQ(overview.now, clock.Wall());
  ASSERT_EQ(overview.campaigns.size(), 2u);
  EXPECT_EQ(overview.campaigns[1].state->id, 2);
  EXPECT_EQ(overview.campaigns[1].state->failure, Reason::kPending);
  EXPECT_EQ(overview.campaigns[1].timing.attempted, std::nullopt);
  EXPECT_EQ(overview.campaigns[1].timing.due, std::nullopt);
  EXPECT_EQ(overview.accounts.at(0).state->name, "main");
}

TEST_F(OverviewTest, AsksTheApiForNothing) {
  AddAccount("main", 2);
  Peek();
  EXPECT_EQ(Asked(), 0u);
  Scrape();
  const std::size_t asked = Asked();
  Wait(std::chrono::hours(5));
  Peek();
  EXPECT_EQ(Asked(), asked);
}

TEST_F(OverviewTest, TellsHowAReadWent) {
  AddAccount("main", 1);
  read.refresh.active = seconds(0);
  read.min_interval = seconds(10);
  const WallTime start = clock.Wall();
  Scrape();
  const Timing timing = Peek().campaigns.at(0).timing;
  EXPECT_EQ(timing.attempted, start);
  EXPECT_GT(timing.took, milliseconds(0));
  EXPECT_EQ(timing.failures, 0);
  EXPECT_FALSE(timing.under_way);
  EXPECT_EQ(timing.due, start + seconds(10));
}

TEST_F(OverviewTest, WhatIsDueHasNoTimeAnyMore) {
  AddAccount("main", 1);
  Scrape();
  Wait(std::chrono::hours(1));
  EXPECT_EQ(Peek().campaigns.at(0).timing.due, std::nullopt);
}

TEST_F(OverviewTest, IsAnsweredWhileAScrapeWaits) {
  AddAccount("main", 1);
  bool scraped = false;
  bool peeked = false;
  reader().Scrape(seconds(10), [&](metrics::Snapshot) {
    EXPECT_TRUE(peeked);
    scraped = true;
  });
  reader().Peek([&](Overview) { peeked = true; });
  reader().RunUntilIdle();
  EXPECT_TRUE(scraped);
}

TEST_F(OverviewTest, AfterTheEndNobodyAnswers) {
  AddAccount("main", 1);
  reader().Stop();
  std::promise<void> asked;
  auto future = asked.get_future();
  reader().Peek([asked = std::make_shared<std::promise<void>>(
                     std::move(asked))](Overview) { asked->set_value(); });
  EXPECT_THROW(future.get(), std::future_error);
}

}  // namespace
}  // namespace bsg_exporter::collect
