#include "bsg_exporter/web/exporter_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/support/capture_log.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

TEST(BudgetOfTest, IsTheHeaderLessTheOffset) {
  EXPECT_EQ(BudgetOf("10", seconds(30), milliseconds(500)), milliseconds(9500));
  EXPECT_EQ(BudgetOf("1.5", seconds(30), milliseconds(500)), seconds(1));
}

TEST(BudgetOfTest, IsNeverMoreThanTheConfigurationAllows) {
  EXPECT_EQ(BudgetOf("60", seconds(30), milliseconds(500)), seconds(30));
  EXPECT_EQ(BudgetOf("1e300", seconds(30), milliseconds(500)), seconds(30));
}

TEST(BudgetOfTest, AHeaderBelowTheOffsetLeavesHalfOfItself) {
  EXPECT_EQ(BudgetOf("0.4", seconds(30), milliseconds(500)), milliseconds(200));
}

TEST(BudgetOfTest, AHeaderThatIsNoTimeIsAsGoodAsNone) {
  for (const char* header :
       {"", "0", "-1", "nan", "inf", "5s", " 5", "1e999"}) {
    EXPECT_EQ(BudgetOf(header, seconds(30), milliseconds(500)), seconds(30))
        << header;
  }
}

// Keeps what was sent for the test to look at.
class Answer final : public Responder {
 public:
  void Send(Response response) override {
    sent_.set_value(std::move(response));
  }
  void Abort() override {}
  void SendRaw(std::string) override {}
  Response Get() { return sent_.get_future().get(); }

 private:
  std::promise<Response> sent_;
};

class OneSnapshot final : public collect::Scraper {
 public:
  void Scrape(Duration budget,
              std::function<void(metrics::Snapshot)> done) override {
    budgets.push_back(budget);
    metrics::Snapshot snapshot;
    snapshot.timeout = budget;
    done(std::move(snapshot));
  }
  void Probe(collect::Subject, Duration,
             std::function<void(collect::Probed)>) override {}
  void Survey(Duration, std::function<void(metrics::Snapshot)>) override {}
  std::vector<Duration> budgets;
};

class ExporterHandlerTest : public testing::Test {
 protected:
  Response Ask(const std::string& method, const std::string& path,
               Headers headers = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    const auto answer = std::make_shared<Answer>();
    handler_.Handle(request, answer);
    return answer->Get();
  }

  OneSnapshot scraper_;
  metrics::SelfMetrics own_{{"main"}};
  CaptureLog log_;
  Worker worker_;
  ExporterHandler handler_{{.telemetry_path = "/metrics",
                            .timeout = seconds(30),
                            .timeout_offset = milliseconds(500)},
                           {scraper_, own_, worker_, log_}};
};

std::string HeaderOf(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_F(ExporterHandlerTest, MetricsIsAPageInTextFormat) {
  const Response response =
      Ask("GET", "/metrics", {{"x-prometheus-scrape-timeout-seconds", "2"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"),
            "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(HeaderOf(response, "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Accept-Encoding");
  EXPECT_THAT(response.body.Text(),
              HasSubstr("\nbsg_scrape_timeout_seconds 1.5\n"));
  EXPECT_THAT(response.body.Text(), HasSubstr("\nbsg_exporter_build_info{"));
  EXPECT_EQ(scraper_.budgets, std::vector<Duration>{milliseconds(1500)});
}

TEST_F(ExporterHandlerTest, CompressesOnlyForThoseWhoAcceptIt) {
  const Response gzip = Ask("GET", "/metrics", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(HeaderOf(gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(gzip.body.Text().substr(0, 2), "\x1f\x8b");
  const Response plain =
      Ask("GET", "/metrics", {{"accept-encoding", "gzip;q=0"}});
  EXPECT_EQ(HeaderOf(plain, "Content-Encoding"), "");
}

TEST_F(ExporterHandlerTest, PathsAreExact) {
  for (const char* path : {"/metrics/", "/metricsfoo", "/METRICS", "//", "",
                           "/-/ready", "/-/healthy/"}) {
    EXPECT_EQ(Ask("GET", path).status, 404) << path;
  }
  EXPECT_TRUE(scraper_.budgets.empty());
}

TEST_F(ExporterHandlerTest, OnlyGetAndHeadAreServed) {
  for (const char* path : {"/", "/metrics", "/-/healthy"}) {
    EXPECT_EQ(Ask("GET", path).status, 200) << path;
    EXPECT_EQ(Ask("HEAD", path).status, 200) << path;
    const Response response = Ask("POST", path);
    EXPECT_EQ(response.status, 405) << path;
    EXPECT_EQ(HeaderOf(response, "Allow"), "GET, HEAD");
  }
}

TEST_F(ExporterHandlerTest, HealthNeedsNoScrape) {
  EXPECT_EQ(Ask("GET", "/-/healthy").body.Text(), "bsg_exporter is healthy\n");
  EXPECT_TRUE(scraper_.budgets.empty());
}

TEST_F(ExporterHandlerTest, HomeNamesTheVersionAndLinksToTheMetrics) {
  const Response response = Ask("GET", "/");
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(response.body.Text(), HasSubstr("<a href=\"/metrics\">"));
  EXPECT_THAT(response.body.Text(), HasSubstr("Version 0."));
  EXPECT_TRUE(scraper_.budgets.empty());
}

}  // namespace
}  // namespace bsg_exporter::web
