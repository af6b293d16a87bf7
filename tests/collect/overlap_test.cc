// Scrapes that overlap for ever: each begins before the one before has ended.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Scrapes without a pause between them: an account that hangs keeps each one
// waiting until its deadline, and the next has begun by then.
class OverlapTest : public testing::Test, protected CollectRig {
 protected:
  OverlapTest() {
    AddAccount("hangs", 1);
    read.retries = 0;
    read.request_timeout = hours(2);
  }

  bool Hangs(const http::Request& request) const {
    return request.url.find("hangs") != std::string::npos;
  }

  std::vector<metrics::Snapshot> ScrapeOverlapping(std::size_t count) {
    std::vector<metrics::Snapshot> found;
    std::function<void(metrics::Snapshot)> done = [&](metrics::Snapshot s) {
      found.push_back(std::move(s));
      if (found.size() < count) reader().Scrape(seconds(8), done);
    };
    reader().Scrape(seconds(4), done);
    reader().Scrape(seconds(8), done);
    reader().RunUntilIdle();
    return found;
  }
};

TEST_F(OverlapTest, ALoginIsNotGivenUpForEver) {
  AddAccount("well", 1);
  login = [&](const http::Request& request) {
    if (Hangs(request)) return Answer{hours(1), GoodLogin().result};
    return Asked() < 5 ? Fails(Reason::kConnect) : GoodLogin();
  };
  const auto snapshots = ScrapeOverlapping(20);
  EXPECT_EQ(snapshots[1].outcomes[1][metrics::Outcome::kFailed], 1u);
  EXPECT_EQ(Campaign(snapshots.back(), 1001).failure, std::nullopt);
}

TEST_F(OverlapTest, WhatWasSentForALaterScrapeRestsFromThatOneOn) {
  AddAccount("busy", 60);
  read.concurrency = 1;
  read.balance.reset();
  latency = milliseconds(300);  // the first round takes three scrapes
  login = [&](const http::Request& request) {
    Answer answer = GoodLogin();
    if (Hangs(request)) answer.after = hours(1);
    return answer;
  };
  detail = [&](bsg::CampaignId id, const http::Request&) {
    return Document(id, id == 1060 ? "sending" : "spam");
  };
  ScrapeOverlapping(40);
  std::optional<SteadyTime> last;
  for (const FakeTransport::Asked& asked : transport->asked()) {
    if (!asked.url.ends_with("/1060/detail")) continue;
    if (last) {
      EXPECT_GE(asked.at - *last, seconds(8));
    }
    last = asked.at;
  }
  EXPECT_GE(Asked(1060), 5u);
}

}  // namespace
}  // namespace bsg_exporter::collect
