#include "exporter/app/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

using testing::Each;
using testing::SizeIs;

// Without a configuration file: every attempt to load it is a line of log.
class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    pthread_sigmask(SIG_SETMASK, nullptr, &before_);
    loop_.emplace();
    config_.log.level = LogLevel::kWarn;
    config_.accounts.push_back({.name = "main",
                                .api_key_file = dir_.Write("key", "live_key"),
                                .time_zone = "UTC",
                                .campaigns = {{7, {}}}});
    runtime_ = std::move(NewRuntime(config_, options_)).value();
    notifier_.emplace(std::nullopt, *runtime_->logger);
    service_.emplace(config_, Service::Parts{options_, *runtime_, worker_,
                                             *loop_, *notifier_});
  }
  ~ServiceTest() override { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  void Ask() {
    service_->Reload([this](Status status) { answers_.push_back(status); });
  }

  // How often it was tried, by all that has been asked until now.
  long AttemptsNow() {
    testing::internal::CaptureStderr();
    loop_->Post([] { pthread_kill(pthread_self(), SIGTERM); });
    loop_->Run();
    const std::string log = testing::internal::GetCapturedStderr();
    return std::count(log.begin(), log.end(), '\n');
  }

  const TempDir dir_;
  const Options options_;
  config::Config config_;
  sigset_t before_{};
  std::optional<MainLoop> loop_;
  Worker worker_;
  std::unique_ptr<Runtime> runtime_;
  std::optional<Notifier> notifier_;
  std::optional<Service> service_;
  std::vector<Status> answers_;
};

TEST_F(ServiceTest, OneReloadAnswersAllWhoAskedBeforeItBegan) {
  for (int i = 0; i < 3; ++i) Ask();
  EXPECT_EQ(AttemptsNow(), 1);
  EXPECT_THAT(answers_, SizeIs(3));
  EXPECT_THAT(answers_, Each(FailsWith(Reason::kInternal)));
}

TEST_F(ServiceTest, WhoAsksAfterThatGetsAnotherOne) {
  Ask();
  EXPECT_EQ(AttemptsNow(), 1);
  Ask();
  EXPECT_EQ(AttemptsNow(), 1);
  EXPECT_THAT(answers_, SizeIs(2));
}

}  // namespace
}  // namespace bsg_exporter::app
