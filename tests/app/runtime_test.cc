// A configuration that is put in force, and one that replaces it.

#include "exporter/app/runtime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "exporter/app/one_scrape.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RuntimeTest : public testing::Test {
 protected:
  RuntimeTest() {
    config_.log.level = LogLevel::kError;
    config_.scrape.retries = 0;
    config_.accounts.push_back({.name = "main",
                                .api_key_file = dir_.Write("key", "live_key"),
                                .time_zone = "UTC",
                                .campaigns = {{7, {}}}});
    auto runtime = NewRuntime(config_, {});
    EXPECT_THAT(runtime, IsOk());
    runtime_ = std::move(runtime).value();
  }

  // What a scrape shows that has no time to ask the API.
  std::vector<bsg::CampaignId> Ids() {
    std::vector<bsg::CampaignId> ids;
    for (const auto& campaign :
         OneScrape(*runtime_, Duration::zero()).campaigns) {
      ids.push_back(campaign->id);
    }
    return ids;
  }
  // What is read is what was read before.
  void ExpectUnchanged() {
    EXPECT_THAT(Ids(), ElementsAre(7));
    EXPECT_EQ(runtime_->configured_campaigns, 1u);
  }

  const TempDir dir_;
  config::Config config_;
  std::unique_ptr<Runtime> runtime_;
};

TEST_F(RuntimeTest, ANewConfigurationHoldsForTheNextScrape) {
  config_.accounts[0].campaigns = {{8, {}}, {9, {}}};
  EXPECT_THAT(runtime_->Reload(config_, {}), IsOk());
  EXPECT_EQ(runtime_->configured_campaigns, 2u);
  EXPECT_THAT(Ids(), ElementsAre(8, 9));
}

TEST_F(RuntimeTest, CampaignFilesAreReadAgainAtOnce) {
  config_.accounts[0].campaign_files = {
      dir_.Write("a.toml", "campaigns = [8]\n")};
  EXPECT_THAT(runtime_->Reload(config_, {}), IsOk());
  EXPECT_THAT(Ids(), ElementsAre(7, 8));
  dir_.Write("a.toml", "campaigns = [9]\n");
  EXPECT_THAT(runtime_->Reload(config_, {}), IsOk());
  EXPECT_THAT(Ids(), ElementsAre(7, 9));
}

TEST_F(RuntimeTest, AWrongCampaignFileChangesNothing) {
  const std::string path = dir_.Write("a.toml", "campaigns = 9\n");
  config_.accounts[0].campaigns = {{8, {}}};
  config_.accounts[0].campaign_files = {path};
  EXPECT_THAT(runtime_->Reload(config_, {}),
              FailsWith(Reason::kInternal, HasSubstr(path + ":1:1: ")));
  ExpectUnchanged();
}

TEST_F(RuntimeTest, AnUnknownTimeZoneChangesNothing) {
  config_.accounts[0].campaigns = {{8, {}}};
  config_.accounts[0].time_zone = "Nowhere/Land";
  EXPECT_THAT(runtime_->Reload(config_, {}),
              FailsWith(Reason::kInternal, HasSubstr("time_zone")));
  ExpectUnchanged();
}

TEST_F(RuntimeTest, TheLogFollowsAConfigurationThatIsTaken) {
  config::Config chatty = config_;
  chatty.log.level = LogLevel::kInfo;
  chatty.accounts[0].time_zone = "Nowhere/Land";
  testing::internal::CaptureStderr();
  EXPECT_FALSE(runtime_->Reload(chatty, {}).ok());
  runtime_->logger->Info("unheard");
  chatty.accounts[0].time_zone = "UTC";
  EXPECT_THAT(runtime_->Reload(chatty, {}), IsOk());
  runtime_->logger->Info("heard");
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_THAT(out, testing::Not(HasSubstr("unheard")));
  EXPECT_THAT(out, HasSubstr("msg=heard"));
}

TEST_F(RuntimeTest, MayBeReloadedWhileTheReaderRuns) {
  config_.accounts[0].base_url = "http://127.0.0.1:1";  // nobody answers
  std::thread reader([this] { runtime_->reader->Run(); });
  for (std::int64_t id = 100; id < 130; ++id) {
    config_.accounts[0].campaigns = {{id, {}}};
    config_.log.format = id % 2 == 0 ? LogFormat::kJson : LogFormat::kLogfmt;
    EXPECT_THAT(runtime_->Reload(config_, {}), IsOk());
    std::promise<metrics::Snapshot> answered;
    runtime_->reader->Scrape(std::chrono::seconds(60),
                             [&answered](metrics::Snapshot snapshot) {
                               answered.set_value(std::move(snapshot));
                             });
    runtime_->metrics->Collect();
    const metrics::Snapshot snapshot = answered.get_future().get();
    ASSERT_EQ(snapshot.campaigns.size(), 1u);
    EXPECT_EQ(snapshot.campaigns[0]->id, id);
  }
  runtime_->reader->Stop();
  reader.join();
}

}  // namespace
}  // namespace bsg_exporter::app
