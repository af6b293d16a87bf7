#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <thread>

#include "bsg_exporter/metrics/self_metrics.h"
#include "tests/metrics/page_text.h"
#include "tests/support/exposition_parser.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::metrics {
namespace {

using bsg::Endpoint;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Labels = std::map<std::string, std::string>;

class ApiMetricsTest : public testing::Test {
 protected:
  ParsedPage Page() const {
    auto page = ParseExposition(
        TextOf([this](Sink& sink) { Replay(self_.Collect(), sink); }));
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *page : ParsedPage();
  }
  std::optional<double> Value(const std::string& name, Labels labels) const {
    labels["account"] = "main";
    return Page().Value(name, labels);
  }
  std::optional<double> Requests(const std::string& endpoint,
                                 const std::string& code) const {
    return Value("bsg_api_requests_total",
                 {{"endpoint", endpoint}, {"code", code}});
  }
  std::optional<double> Failures(const std::string& endpoint,
                                 const std::string& reason) const {
    return Value("bsg_api_request_failures_total",
                 {{"endpoint", endpoint}, {"reason", reason}});
  }

  bool HasSeriesOf(const std::string& account) const {
    for (const prometheus::MetricFamily& family : self_.Collect()) {
      for (const prometheus::ClientMetric& metric : family.metric) {
        for (const auto& label : metric.label) {
          if (label.name == "account" && label.value == account) return true;
        }
      }
    }
    return false;
  }

  SelfMetrics self_{{"main", "second"}};
  const std::shared_ptr<ApiMetrics> api_ = self_.api("main");
};

TEST_F(ApiMetricsTest, ClosedSetsAreAtZeroFromTheStart) {
  const ParsedPage page = Page();
  for (const char* account : {"main", "second"}) {
    for (const Endpoint endpoint : bsg::kAllEndpoints) {
      Labels labels = {{"account", account},
                       {"endpoint", std::string(ToString(endpoint))}};
      EXPECT_EQ(page.Value("bsg_api_request_duration_seconds_count", labels),
                0);
      for (const Reason reason : kAllReasons) {
        labels["reason"] = ToString(reason);
        EXPECT_EQ(page.Value("bsg_api_request_failures_total", labels),
                  reason == Reason::kPending ? std::nullopt
                                             : std::optional<double>(0));
      }
      labels.erase("reason");
      labels["code"] = "200";
      EXPECT_EQ(page.Value("bsg_api_requests_total", labels), 0);
    }
    const Labels labels = {{"account", account}};
    EXPECT_EQ(page.Value("bsg_api_requests_in_flight", labels), 0);
    EXPECT_EQ(page.Value("bsg_api_retries_total", labels), 0);
    EXPECT_EQ(page.Value("bsg_api_token_refreshes_total", labels), 0);
    EXPECT_EQ(page.Value("bsg_api_token_refresh_failures_total", labels), 0);
  }
  EXPECT_EQ(page.Find("bsg_api_requests_total")->samples.size(),
            2 * bsg::kAllEndpoints.size());
}

TEST_F(ApiMetricsTest, ARequestIsInFlightUntilItIsDone) {
  api_->RequestStarted();
  api_->RequestStarted();
  EXPECT_EQ(Value("bsg_api_requests_in_flight", {}), 2);
  api_->RequestDone(Endpoint::kDetail, 200, std::nullopt, milliseconds(30));
  EXPECT_EQ(Value("bsg_api_requests_in_flight", {}), 1);
}

TEST_F(ApiMetricsTest, ASuccessCountsUnderItsCodeAlone) {
  api_->RequestDone(Endpoint::kDetail, 200, std::nullopt, milliseconds(30));
  EXPECT_EQ(Requests("detail", "200"), 1);
  EXPECT_EQ(Requests("balance", "200"), 0);
  const ParsedPage page = Page();
  for (const ParsedSample& sample :
       page.Find("bsg_api_request_failures_total")->samples) {
    EXPECT_EQ(sample.value, 0);
  }
}

TEST_F(ApiMetricsTest, AFailureCountsUnderCodeAndReason) {
  api_->RequestDone(Endpoint::kDetail, 404, Reason::kNotFound, seconds(1));
  api_->RequestDone(Endpoint::kDetail, 200, Reason::kInvalidJson, seconds(1));
  api_->RequestDone(Endpoint::kLogin, 0, Reason::kTls, seconds(1));
  EXPECT_EQ(Requests("detail", "404"), 1);
  EXPECT_EQ(Failures("detail", "not_found"), 1);
  EXPECT_EQ(Requests("detail", "200"), 1);
  EXPECT_EQ(Failures("detail", "invalid_json"), 1);
  EXPECT_EQ(Requests("login", "none"), 1);
  EXPECT_EQ(Failures("login", "tls"), 1);
}

TEST_F(ApiMetricsTest, CodesThatHttpDoesNotHaveShareOneSeries) {
  for (const int code : {99, 600, -1, std::numeric_limits<int>::max(),
                         std::numeric_limits<int>::min()}) {
    api_->RequestDone(Endpoint::kDetail, code, Reason::kServerError,
                      seconds(1));
  }
  api_->RequestDone(Endpoint::kDetail, 100, std::nullopt, seconds(1));
  api_->RequestDone(Endpoint::kDetail, 599, std::nullopt, seconds(1));
  EXPECT_EQ(Requests("detail", "other"), 5);
  EXPECT_EQ(Requests("detail", "100"), 1);
  EXPECT_EQ(Requests("detail", "599"), 1);
  // Two accounts with four endpoints, and the three codes that came.
  EXPECT_EQ(Page().Find("bsg_api_requests_total")->samples.size(), 11u);
}

TEST_F(ApiMetricsTest, DurationsAreInSeconds) {
  api_->RequestDone(Endpoint::kDetail, 200, std::nullopt, milliseconds(25));
  api_->RequestDone(Endpoint::kDetail, 200, std::nullopt, milliseconds(26));
  api_->RequestDone(Endpoint::kDetail, 200, std::nullopt, seconds(11));
  const std::string name = "bsg_api_request_duration_seconds";
  const auto bucket = [&](const std::string& le) {
    return Value(name + "_bucket", {{"endpoint", "detail"}, {"le", le}});
  };
  EXPECT_EQ(bucket("0.01"), 0);
  EXPECT_EQ(bucket("0.025"), 1);
  EXPECT_EQ(bucket("0.05"), 2);
  EXPECT_EQ(bucket("10.0"), 2);
  EXPECT_EQ(bucket("+Inf"), 3);
  EXPECT_EQ(Value(name + "_count", {{"endpoint", "detail"}}), 3);
  EXPECT_DOUBLE_EQ(*Value(name + "_sum", {{"endpoint", "detail"}}), 11.051);
}

TEST_F(ApiMetricsTest, RetriesAndLoginsAreCounted) {
  api_->Retried();
  api_->TokenRefreshed(std::nullopt);
  api_->TokenRefreshed(std::nullopt);
  api_->TokenRefreshFailed();
  EXPECT_EQ(Value("bsg_api_retries_total", {}), 1);
  EXPECT_EQ(Value("bsg_api_token_refreshes_total", {}), 2);
  EXPECT_EQ(Value("bsg_api_token_refresh_failures_total", {}), 1);
}

TEST_F(ApiMetricsTest, ThrottledUntilIsThereOnlyWhileHeldBack) {
  const std::string name = "bsg_api_throttled_until_timestamp_seconds";
  EXPECT_EQ(Page().Find(name), nullptr);
  api_->ThrottledUntil(WallTime(milliseconds(1500)));
  EXPECT_EQ(Value(name, {}), 1.5);
  api_->ThrottledUntil(WallTime(seconds(20)));
  EXPECT_EQ(Value(name, {}), 20);
  api_->ThrottledUntil(std::nullopt);
  EXPECT_EQ(Page().Find(name), nullptr);
  api_->ThrottledUntil(std::nullopt);
  api_->ThrottledUntil(WallTime(seconds(30)));
  EXPECT_EQ(Value(name, {}), 30);
}

TEST_F(ApiMetricsTest, TokenExpiryIsThatOfTheLatestToken) {
  const std::string name = "bsg_api_token_expiry_timestamp_seconds";
  EXPECT_EQ(Page().Find(name), nullptr);
  api_->TokenRefreshed(WallTime(seconds(3600)));
  EXPECT_EQ(Value(name, {}), 3600);
  api_->TokenRefreshFailed();
  EXPECT_EQ(Value(name, {}), 3600);
  api_->TokenRefreshed(std::nullopt);
  EXPECT_EQ(Page().Find(name), nullptr);
}

TEST_F(ApiMetricsTest, AnyThreadMayReport) {
  constexpr int kRounds = 2000;
  const auto report = [this] {
    for (int i = 0; i < kRounds; ++i) {
      api_->RequestStarted();
      api_->ThrottledUntil(WallTime(seconds(i)));
      api_->RequestDone(Endpoint::kDetail, 200 + i % 100, Reason::kTimeout,
                        milliseconds(1));
      api_->ThrottledUntil(std::nullopt);
    }
  };
  std::thread a(report);
  std::thread b(report);
  for (int i = 0; i < 20; ++i) Page();
  a.join();
  b.join();
  EXPECT_EQ(Failures("detail", "timeout"), 2 * kRounds);
  EXPECT_EQ(Requests("detail", "250"), 2 * kRounds / 100);
  EXPECT_EQ(Value("bsg_api_requests_in_flight", {}), 0);
}

TEST_F(ApiMetricsTest, AnAccountThatStaysCountsOn) {
  api_->Retried();
  self_.SetAccounts({"main", "third"});
  EXPECT_EQ(self_.api("main"), api_);
  EXPECT_EQ(Value("bsg_api_retries_total", {}), 1);
}

TEST_F(ApiMetricsTest, AnAccountThatGoesLeavesNothingOnceNobodyHoldsIt) {
  auto held = self_.api("second");
  self_.SetAccounts({"main"});
  held->RequestStarted();
  held->TokenRefreshed(WallTime(seconds(1)));
  held->ThrottledUntil(WallTime(seconds(1)));
  held->RequestDone(Endpoint::kDetail, 404, Reason::kNotFound, seconds(1));
  EXPECT_TRUE(HasSeriesOf("second"));
  held.reset();
  EXPECT_FALSE(HasSeriesOf("second"));
  EXPECT_TRUE(HasSeriesOf("main"));
}

TEST_F(ApiMetricsTest, AnAccountThatComesBackWhileItIsHeldGoesOn) {
  auto held = self_.api("second");
  held->Retried();
  self_.SetAccounts({"main"});
  self_.SetAccounts({"main", "second"});
  EXPECT_EQ(self_.api("second"), held);
  held.reset();
  EXPECT_TRUE(HasSeriesOf("second"));
}

}  // namespace
}  // namespace bsg_exporter::metrics
