#include "exporter/web/message_shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;

bsg::Channel ChannelOf(std::vector<bsg::Counter> counters) {
  return {"rcs", bsg::Role::kPrimary, std::move(counters)};
}

TEST(SharesTest, TellWhatBecameOfTheMessages) {
  const Shares shares = SharesOf(ChannelOf({{"delivered", 50},
                                            {"read", 20},
                                            {"failed", 1},
                                            {"undelivered", 2},
                                            {"expired", 3},
                                            {"unknown", 4},
                                            {"not_rcs_user", 5},
                                            {"sent", 6},
                                            {"sending", 7}}));
  EXPECT_EQ(shares.all, 98);
  EXPECT_EQ(shares.delivered, 70);
  EXPECT_EQ(shares.read, 20);
  EXPECT_EQ(shares.failed, 11);
  EXPECT_EQ(shares.final, 85);
  EXPECT_EQ(shares.moving(), 13);
}

TEST(SharesTest, NoSumIsTooLarge) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_GT(SharesOf(ChannelOf({{"sent", kMost}, {"read", kMost}})).all, 1e19);
}

TEST(LooksTest, EveryDocumentedCounterHasOneOfItsOwn) {
  for (const std::string_view counter : bsg::kCounters) {
    EXPECT_EQ(LookOf(counter).status, counter);
  }
  EXPECT_EQ(LookOf("clicked").status, "other");
}

TEST(LooksTest, WhatIsFinalIsDrawnFirst) {
  bool moving = false;
  for (const StatusLook& look : AllLooks()) {
    EXPECT_FALSE(moving && look.is_final) << look.status;
    moving = !look.is_final;
  }
  EXPECT_TRUE(moving);
}

TEST(InDrawingOrderTest, TheUndocumentedStandByName) {
  std::vector<std::string> order;
  for (const bsg::Counter& counter : InDrawingOrder(
           ChannelOf({{"sent", 1}, {"zzz", 1}, {"abc", 1}, {"read", 1}}))) {
    order.push_back(counter.status);
  }
  EXPECT_THAT(order, ElementsAre("read", "abc", "zzz", "sent"));
}

}  // namespace
}  // namespace bsg_exporter::web
