// What becomes of good data when its campaign cannot be read any more.

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class StaleTest : public testing::Test, protected CollectRig {};

TEST_F(StaleTest, StaleDataIsServedUntilItIsTooOld) {
  AddAccount("main", 1);
  read.max_stale = hours(1);
  Scrape();
  detail = [&](bsg::CampaignId, const http::Request&) {
    return Fails(Reason::kConnect);
  };
  Wait(minutes(20));
  const metrics::Snapshot stale = Scrape();
  EXPECT_EQ(Outcomes(stale), "stale 1");
  EXPECT_EQ(Campaign(stale, 1).failure, Reason::kConnect);
  EXPECT_NE(Campaign(stale, 1).document, nullptr);
  Wait(minutes(41));
  const metrics::Snapshot gone = Scrape();
  EXPECT_EQ(Outcomes(gone), "failed 1");
  EXPECT_EQ(Campaign(gone, 1).document, nullptr);
  EXPECT_EQ(Campaign(gone, 1).received, std::nullopt);
}

TEST_F(StaleTest, WithoutMaxStaleAFailureTakesTheDataAlong) {
  AddAccount("main", 1);
  read.max_stale = seconds(0);
  Scrape();
  detail = [&](bsg::CampaignId, const http::Request&) { return Status(500); };
  Wait(seconds(15));
  EXPECT_EQ(Campaign(Scrape(), 1).document, nullptr);
}

TEST_F(StaleTest, ACampaignThatIsGoneForGoodHasNoStaleData) {
  AddAccount("main", 2);
  Scrape();
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return id == 1 ? Status(404) : Document(id);
  };
  for (int i = 0; i < 3; ++i) {
    Wait(minutes(15));
    const metrics::Snapshot snapshot = Scrape();
    EXPECT_EQ(Campaign(snapshot, 1).failure, Reason::kNotFound);
    EXPECT_EQ(Campaign(snapshot, 1).document == nullptr, i == 2);
    EXPECT_EQ(Campaign(snapshot, 1).refresh_interval, minutes(15));
  }
}

}  // namespace
}  // namespace bsg_exporter::collect
