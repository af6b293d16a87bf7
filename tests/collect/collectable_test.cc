#include "bsg_exporter/collect/collectable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace bsg_exporter::collect {
namespace {

using std::chrono::seconds;

class FakeScraper final : public Scraper {
 public:
  void Scrape(Patience patience,
              std::function<void(metrics::Snapshot)> done) override {
    const Duration budget = patience.budget;
    if (budget == Duration::zero()) throw std::runtime_error("broken");
    metrics::Snapshot snapshot;
    auto campaign = std::make_shared<bsg::CampaignState>();
    campaign->account = "main";
    campaign->id_text = "7";
    snapshot.campaigns.push_back(campaign);
    snapshot.timeout = budget;
    done(std::move(snapshot));
  }
  void Probe(Subject, Patience, std::function<void(Probed)>) override {}
  void Survey(Patience, std::function<void(metrics::Snapshot)>) override {}
  void Peek(std::function<void(Overview)>) override {}
};

TEST(SnapshotCollectableTest, GivesTheScrapeAndTheExportersOwnMetrics) {
  FakeScraper scraper;
  const metrics::SelfMetrics own({"main"});
  const SnapshotCollectable collectable(scraper, own, seconds(3));
  std::set<std::string> names;
  for (const auto& family : collectable.Collect()) names.insert(family.name);
  EXPECT_TRUE(names.contains("bsg_campaign_up"));
  EXPECT_TRUE(names.contains("bsg_scrape_timeout_seconds"));
  EXPECT_TRUE(names.contains("bsg_api_requests_total"));
}

TEST(SnapshotCollectableTest, NothingIsThrownOutOfIt) {
  FakeScraper scraper;
  const metrics::SelfMetrics own({"main"});
  const SnapshotCollectable collectable(scraper, own, Duration::zero());
  EXPECT_TRUE(collectable.Collect().empty());
}

}  // namespace
}  // namespace bsg_exporter::collect
