// When a campaign that was found in the list needs no reading any more.
#include <gtest/gtest.h>

#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::bsg {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

const WallTime kNow = WallTime(seconds(1'771'000'000));

ListedCampaign FinishedAt(WallTime time) {
  return {.id = 1, .status = "done", .finished_at = time};
}

TEST(HasEndedTest, DoneStoppedAndSpamAreTheEnd) {
  for (const std::string_view status : kStatuses) {
    EXPECT_EQ(HasEnded(std::string(status)),
              status == "done" || status == "stopped" || status == "spam")
        << status;
  }
  EXPECT_FALSE(HasEnded("archived"));
  EXPECT_FALSE(HasEnded("Done"));
  EXPECT_FALSE(HasEnded(std::nullopt));
}

template <class AnyCampaign>
void ExpectTheBestTimeToCount() {
  AnyCampaign campaign;
  EXPECT_EQ(EndOf(campaign), std::nullopt);
  campaign.planned_start = kNow + days(30);
  EXPECT_EQ(EndOf(campaign), std::nullopt);
  campaign.created_at = kNow;
  EXPECT_EQ(EndOf(campaign), kNow);
  campaign.actual_start = kNow + hours(1);
  EXPECT_EQ(EndOf(campaign), kNow + hours(1));
  campaign.finished_at = kNow + hours(2);
  EXPECT_EQ(EndOf(campaign), kNow + hours(2));
}

TEST(EndOfTest, IsTheFinishElseTheStartElseTheCreation) {
  ExpectTheBestTimeToCount<Campaign>();
  ExpectTheBestTimeToCount<ListedCampaign>();
}

TEST(IsRetiredTest, ComesSoLongAfterTheEnd) {
  const ListedCampaign campaign = FinishedAt(kNow);
  EXPECT_FALSE(IsRetired(campaign, days(7), kNow));
  EXPECT_FALSE(IsRetired(campaign, days(7), kNow + days(7) - microseconds(1)));
  EXPECT_TRUE(IsRetired(campaign, days(7), kNow + days(7)));
  EXPECT_TRUE(IsRetired(campaign, days(0), kNow));
}

TEST(IsRetiredTest, EveryYearOfTheCalendarCounts) {
  using std::chrono::January;
  using std::chrono::sys_days;
  EXPECT_FALSE(
      IsRetired(FinishedAt(sys_days(January / 1 / 9999)), days(7), kNow));
  EXPECT_TRUE(IsRetired(FinishedAt(sys_days(January / 1 / 1)), days(7), kNow));
}

TEST(IsRetiredTest, AnEndAheadOfOurClockIsNotOver) {
  EXPECT_FALSE(IsRetired(FinishedAt(kNow + hours(3)), days(0), kNow));
}

TEST(IsRetiredTest, OnlyACampaignThatHasEndedRetires) {
  ListedCampaign campaign = FinishedAt(kNow - days(300));
  for (const std::string_view status : kStatuses) {
    campaign.status = status;
    EXPECT_EQ(IsRetired(campaign, days(7), kNow), HasEnded(campaign.status))
        << status;
  }
  campaign.status.reset();
  EXPECT_FALSE(IsRetired(campaign, days(7), kNow));
}

TEST(IsRetiredTest, WithoutAnyTimeItDoesNot) {
  EXPECT_FALSE(IsRetired({.id = 1, .status = "done"}, days(7), kNow));
}

}  // namespace
}  // namespace bsg_exporter::bsg
