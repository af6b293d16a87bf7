#include "exporter/collect/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::collect {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const SteadyTime kNow = SteadyTime(hours(7));
const WallTime kWall = WallTime(hours(24 * 20'000));

bsg::CampaignList Page(bsg::CampaignId newest, std::size_t rows,
                       std::optional<std::size_t> total = {}) {
  bsg::CampaignList page;
  for (std::size_t i = 0; i < rows; ++i) {
    page.rows.emplace_back().id = newest - static_cast<bsg::CampaignId>(i);
  }
  page.total = total;
  return page;
}

class DiscoveryTest : public testing::Test {
 protected:
  void Begin() { discovery_.Begin(kNow, kWall); }
  // Whether the listing has ended with it.
  bool Answer(Result<bsg::CampaignList> page) {
    return discovery_.Complete(std::move(page), kNow, kWall);
  }
  std::vector<bsg::CampaignId> Found() const {
    std::vector<bsg::CampaignId> ids;
    for (const auto& row : discovery_.Found()) ids.push_back(row.id);
    return ids;
  }

  DiscoveryOptions options_{.types = {"rcs", "sms"},
                            .created_within = days(45),
                            .refresh_interval = minutes(5)};
  Discovery discovery_{options_, seconds(10)};
};

TEST_F(DiscoveryTest, ListsTypeByTypeOnePageAtATime) {
  EXPECT_TRUE(discovery_.IsDue(kNow));
  EXPECT_TRUE(discovery_.is_first());
  Begin();
  EXPECT_FALSE(discovery_.IsDue(kNow));
  EXPECT_EQ(discovery_.Next()->type, "rcs");
  EXPECT_EQ(discovery_.Next(), std::nullopt) << "until it is answered";
  EXPECT_FALSE(Answer(Page(7, 1, 1)));
  EXPECT_EQ(discovery_.Next()->type, "sms");
  EXPECT_TRUE(Answer(Page(9, 1, 1)));
  EXPECT_THAT(Found(), ElementsAre(7, 9));
  EXPECT_FALSE(discovery_.is_first());
  EXPECT_EQ(discovery_.succeeded(), kWall);
  EXPECT_EQ(discovery_.failure(), std::nullopt);
}

TEST_F(DiscoveryTest, AsksForAPeriodThatTheApiTakes) {
  Begin();
  const bsg::ListQuery query = *discovery_.Next();
  EXPECT_EQ(query.from, kWall - days(45));
  EXPECT_EQ(query.to, kWall + days(29)) << "planned ahead";
  EXPECT_EQ(query.offset, 0u);
  EXPECT_EQ(query.limit, 500u);
}

TEST_F(DiscoveryTest, APeriodIsNeverLongerThanThreeMonths) {
  options_.created_within = days(70);
  Begin();
  const bsg::ListQuery query = *discovery_.Next();
  EXPECT_EQ(query.to - query.from, days(89));
}

TEST_F(DiscoveryTest, GoesOnUntilTheTotalIsReached) {
  Begin();
  discovery_.Next();
  Answer(Page(1000, 500, 730));
  const bsg::ListQuery second = *discovery_.Next();
  EXPECT_EQ(second.type, "rcs");
  EXPECT_EQ(second.offset, 500u);
  Answer(Page(500, 230, 730));
  EXPECT_EQ(discovery_.Next()->type, "sms");
}

TEST_F(DiscoveryTest, WithoutATotalItGoesOnUntilAPageIsShort) {
  Begin();
  discovery_.Next();
  Answer(Page(1000, 50));  // a server that caps the page
  EXPECT_EQ(discovery_.Next()->offset, 50u);
  Answer(Page(950, 29));
  EXPECT_EQ(discovery_.Next()->type, "sms");
}

TEST_F(DiscoveryTest, ATotalBelowWhatWasSeenIsNotBelieved) {
  Begin();
  discovery_.Next();
  Answer(Page(1000, 500, 0));
  EXPECT_EQ(discovery_.Next()->offset, 500u);
}

TEST_F(DiscoveryTest, AServerThatRepeatsItsPageIsBelievedOnce) {
  Begin();
  discovery_.Next();
  Answer(Page(1000, 30, 900));
  discovery_.Next();
  Answer(Page(1000, 30, 900));
  EXPECT_EQ(discovery_.Next()->offset, 60u);
  Answer(Page(1000, 30, 900));
  EXPECT_EQ(discovery_.Next()->type, "sms");
}

TEST_F(DiscoveryTest, APageOfNothingButGarbageDoesNotHideTheNext) {
  Begin();
  discovery_.Next();
  bsg::CampaignList garbage;
  garbage.unreadable = 50;
  Answer(garbage);
  EXPECT_EQ(discovery_.Next()->offset, 50u);
  Answer(Page(9, 1));
  EXPECT_EQ(discovery_.Next()->type, "sms");
}

TEST_F(DiscoveryTest, IsKnownOnceEveryTypeWasAskedFor) {
  Begin();
  discovery_.Next();
  Answer(Page(9, 1, 1));
  discovery_.Next();
  Answer(Error{Reason::kConnect, "refused"});
  EXPECT_FALSE(discovery_.is_known()) << "there may be others";
  Begin();
  discovery_.Next();
  Answer(Page(9, 1, 1));
  discovery_.Next();
  Answer(Error{Reason::kClientError, "the API answered 422"});
  EXPECT_TRUE(discovery_.is_known()) << "that type is not listed at all";
}

TEST_F(DiscoveryTest, AListThatMovesMeanwhileLosesNothing) {
  Begin();
  discovery_.Next();
  Answer(Page(1000, 30, 60));
  discovery_.Next();
  Answer(Page(971, 31, 61));  // one has come into being: 971 is seen twice
  EXPECT_EQ(Found().size(), 60u);
}

TEST_F(DiscoveryTest, AListWithoutAnEndIsGivenUp) {
  Begin();
  bsg::CampaignId newest = 10'000'000;
  for (int page = 0; page < 1000; ++page, newest -= 30) {
    ASSERT_EQ(discovery_.Next()->type, "rcs");
    Answer(Page(newest, 30));
  }
  EXPECT_EQ(discovery_.Next()->type, "sms");
  Answer(Page(1, 1));
  EXPECT_EQ(discovery_.failure()->reason, Reason::kTooLarge);
}

TEST_F(DiscoveryTest, MoreRowsThanAnAccountMayHaveAreGivenUp) {
  Begin();
  discovery_.Next();
  Answer(Page(7, 1, 1));
  discovery_.Next();
  Answer(Page(9, 1, 1));
  Begin();
  for (bsg::CampaignId newest = 200'000; newest > 100'000; newest -= 25'000) {
    ASSERT_EQ(discovery_.Next()->type, "rcs");
    EXPECT_FALSE(Answer(Page(newest, newest > 125'000 ? 25'000 : 24'999)));
  }
  ASSERT_EQ(discovery_.Next()->type, "rcs") << "100,000 with the one of sms";
  EXPECT_FALSE(Answer(Page(100'000, 1)));
  EXPECT_EQ(discovery_.Next()->type, "sms");
  EXPECT_TRUE(Answer(Page(10, 2, 2)));
  EXPECT_THAT(Found(), ElementsAre(7, 10, 9)) << "rcs as it was";
  EXPECT_EQ(discovery_.failure()->reason, Reason::kTooLarge);
  EXPECT_EQ(discovery_.failure()->message,
            "type rcs: more than 100000 rows, those of other types included: "
            "lower created_within, or list fewer types");
}

TEST_F(DiscoveryTest, RowsThatCannotBeReadCountAmongTooMany) {
  Begin();
  discovery_.Next();
  bsg::CampaignList garbage;
  garbage.unreadable = 100'001;
  Answer(std::move(garbage));
  EXPECT_EQ(discovery_.Next()->type, "sms");
  Answer(Page(9, 1, 1));
  EXPECT_EQ(discovery_.failure()->reason, Reason::kTooLarge);
}

TEST_F(DiscoveryTest, APageThatIsTooLargeIsAskedForInSmallerOnes) {
  Begin();
  discovery_.Next();
  Answer(Error{Reason::kTooLarge, "too large"});
  EXPECT_EQ(discovery_.Next()->limit, 125u);
  Answer(Error{Reason::kTooLarge, "too large"});
  EXPECT_EQ(discovery_.Next()->limit, 31u);
  Answer(Page(9, 1, 1));
  EXPECT_EQ(discovery_.Next()->limit, 500u) << "of the next type";
}

TEST_F(DiscoveryTest, ATypeThatIsRefusedCostsTheOthersNothing) {
  Begin();
  discovery_.Next();
  EXPECT_FALSE(Answer(Error{Reason::kClientError, "the API answered 422"}));
  EXPECT_EQ(discovery_.Next()->type, "sms");
  EXPECT_TRUE(Answer(Page(9, 1, 1)));
  EXPECT_THAT(Found(), ElementsAre(9));
  EXPECT_EQ(discovery_.failure()->message, "type rcs: the API answered 422");
  EXPECT_EQ(discovery_.succeeded(), std::nullopt);
}

TEST_F(DiscoveryTest, TroubleEndsTheListingAndLeavesWhatWasFound) {
  Begin();
  discovery_.Next();
  Answer(Page(7, 1, 1));
  discovery_.Next();
  Answer(Page(9, 2, 2));
  discovery_.Begin(kNow, kWall);
  discovery_.Next();
  Answer(Page(8, 2, 2));
  discovery_.Next();
  EXPECT_TRUE(Answer(Error{Reason::kConnect, "refused"}));
  EXPECT_THAT(Found(), ElementsAre(8, 7, 9, 8)) << "rcs anew, sms as it was";
  EXPECT_EQ(discovery_.succeeded(), kWall);
}

TEST_F(DiscoveryTest, ALostPageInTheMiddleLeavesTheTypeAsItWas) {
  options_.types = {"rcs"};
  Discovery discovery(options_, seconds(10));
  discovery.Begin(kNow, kWall);
  discovery.Next();
  discovery.Complete(Page(7, 3, 3), kNow, kWall);
  discovery.Begin(kNow, kWall);
  discovery.Next();
  discovery.Complete(Page(1000, 500, 700), kNow, kWall);
  discovery.Next();
  EXPECT_TRUE(
      discovery.Complete(Error{Reason::kServerError, "500"}, kNow, kWall));
  EXPECT_EQ(discovery.Found().size(), 3u);
}

TEST_F(DiscoveryTest, IsDueAgainAfterItsIntervalFromItsStart) {
  Begin();
  discovery_.Next();
  Answer(Page(7, 1, 1));
  discovery_.Next();
  discovery_.Complete(Page(9, 1, 1), kNow + minutes(1), kWall);
  EXPECT_FALSE(discovery_.IsDue(kNow + minutes(5) - seconds(1)));
  EXPECT_TRUE(discovery_.IsDue(kNow + minutes(5)));
}

TEST_F(DiscoveryTest, AfterFailuresItWaitsLongerEveryTimeButNeverLonger) {
  std::vector<seconds> rests;
  for (int i = 0; i < 7; ++i) {
    Begin();
    discovery_.Next();
    Answer(Error{Reason::kConnect, "refused"});
    seconds rest(0);
    while (!discovery_.IsDue(kNow + rest)) rest += seconds(1);
    rests.push_back(rest);
  }
  EXPECT_THAT(rests,
              ElementsAre(seconds(10), seconds(20), seconds(40), seconds(80),
                          seconds(160), minutes(5), minutes(5)));
}

TEST_F(DiscoveryTest, APageRefusedForTheTokensSakeIsAskedAgain) {
  Begin();
  const bsg::ListQuery first = *discovery_.Next();
  discovery_.AskAgain();
  const bsg::ListQuery again = *discovery_.Next();
  EXPECT_EQ(again.type, first.type);
  EXPECT_EQ(again.offset, first.offset);
}

TEST_F(DiscoveryTest, AnAbortedListingIsAFailure) {
  Begin();
  discovery_.Abort({Reason::kUnauthorized, "login refused"}, kNow);
  EXPECT_FALSE(discovery_.under_way());
  EXPECT_FALSE(discovery_.is_first());
  EXPECT_EQ(discovery_.failure()->reason, Reason::kUnauthorized);
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(discovery_.IsDue(kNow + seconds(9)));
}

TEST_F(DiscoveryTest, CountsRowsThatCannotBeRead) {
  Begin();
  discovery_.Next();
  bsg::CampaignList page = Page(7, 2, 5);
  page.unreadable = 3;
  Answer(std::move(page));
  EXPECT_EQ(discovery_.Next()->type, "sms") << "2 + 3 are all";
  Answer(Page(9, 1, 1));
  EXPECT_EQ(discovery_.unreadable(), 3u);
}

}  // namespace
}  // namespace bsg_exporter::collect
