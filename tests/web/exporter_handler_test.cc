#include "bsg_exporter/web/exporter_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/capture_log.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

// Keeps what was sent for the test to look at.
class Answer final : public Responder {
 public:
  void Send(Response response) override {
    sent_.set_value(std::move(response));
  }
  void Abort() override {}
  void SendRaw(std::string) override {}
  Response Get() { return answer_.get(); }
  bool HasCome() const {
    return answer_.wait_for(seconds(0)) == std::future_status::ready;
  }

 private:
  std::promise<Response> sent_;
  std::future<Response> answer_ = sent_.get_future();
};

// Knows one campaign, and remembers what it was asked for.
class OneCampaign final : public collect::Scraper {
 public:
  void Scrape(Duration budget,
              std::function<void(metrics::Snapshot)> done) override {
    scrapes.push_back(budget);
    metrics::Snapshot snapshot = Known();
    snapshot.timeout = budget;
    done(std::move(snapshot));
  }
  void Probe(collect::Subject subject, Duration budget,
             std::function<void(collect::Probed)> done) override {
    probes.emplace_back(subject.account + "/" + std::to_string(subject.id),
                        budget);
    if (subject.id != 5) return done(collect::ProbeRefusal::kUnknownCampaign);
    done(Known());
  }
  void Survey(Duration budget,
              std::function<void(metrics::Snapshot)> done) override {
    surveys.push_back(budget);
    metrics::Snapshot snapshot = Known();
    snapshot.accounts = accounts;
    done(std::move(snapshot));
  }

  void Peek(std::function<void(collect::Overview)> done) override {
    ++peeks;
    collect::Overview overview;
    for (const auto& campaign : Known().campaigns) {
      overview.campaigns.push_back({campaign, {}});
    }
    done(std::move(overview));
  }

  std::vector<Duration> scrapes;
  std::vector<std::pair<std::string, Duration>> probes;
  std::vector<Duration> surveys;
  int peeks = 0;
  std::vector<std::shared_ptr<const bsg::AccountState>> accounts;

 private:
  static metrics::Snapshot Known() {
    auto campaign = std::make_shared<bsg::CampaignState>();
    campaign->account = "main";
    campaign->id = 5;
    campaign->id_text = "5";
    metrics::Snapshot snapshot;
    snapshot.campaigns = {campaign};
    return snapshot;
  }
};

class ExporterHandlerTest : public testing::Test {
 protected:
  std::shared_ptr<Answer> Start(const std::string& method,
                                const std::string& target,
                                Headers headers = {}) {
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) {
      request.query = target.substr(request.path.size() + 1);
    }
    request.headers = std::move(headers);
    auto answer = std::make_shared<Answer>();
    handler_.Handle(request, answer);
    return answer;
  }
  Response Ask(const std::string& method, const std::string& target,
               Headers headers = {}) {
    return Start(method, target, std::move(headers))->Get();
  }
  // A working request for each of the paths.
  static std::vector<std::string> Pages() {
    return {"/",   "/campaign?id=5", "/metrics", "/probe?campaign=5",
            "/sd", "/-/healthy"};
  }
  Response AskPage(const std::string& method, const std::string& target) {
    return Ask(method, target, {{"host", "h:1"}});
  }
  bool NothingWasAsked() const {
    return scraper_.scrapes.empty() && scraper_.probes.empty() &&
           scraper_.surveys.empty();
  }

  OneCampaign scraper_;
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
  EXPECT_EQ(scraper_.scrapes, std::vector<Duration>{milliseconds(1500)});
}

TEST_F(ExporterHandlerTest, CompressesOnlyForThoseWhoAcceptIt) {
  for (const char* target : {"/metrics", "/probe?campaign=5", "/sd", "/"}) {
    const Response gzip =
        Ask("GET", target, {{"host", "h"}, {"accept-encoding", "gzip"}});
    EXPECT_EQ(HeaderOf(gzip, "Content-Encoding"), "gzip") << target;
    EXPECT_EQ(gzip.body.Text().substr(0, 2), "\x1f\x8b");
    const Response plain =
        Ask("GET", target, {{"host", "h"}, {"accept-encoding", "gzip;q=0"}});
    EXPECT_EQ(HeaderOf(plain, "Content-Encoding"), "");
    EXPECT_EQ(HeaderOf(plain, "Vary"), "Accept-Encoding");
  }
}

TEST_F(ExporterHandlerTest, AProbeIsThePageOfOneCampaign) {
  const Response response =
      Ask("GET", "/probe?campaign=5&account=main&module=x",
          {{"x-prometheus-scrape-timeout-seconds", "2"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"),
            "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(scraper_.probes,
              ElementsAre(Pair("main/5", Duration(milliseconds(1500)))));
  std::vector<std::string> samples;
  std::istringstream lines(response.body.Text());
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) samples.push_back(line);
  }
  EXPECT_THAT(samples,
              ElementsAre("bsg_campaign_up{account=\"main\",campaign_id=\"5\"} "
                          "0",
                          "bsg_campaign_failure_info{account=\"main\","
                          "campaign_id=\"5\",reason=\"pending\"} 1"));
}

TEST_F(ExporterHandlerTest, AProbeOfAnUnknownCampaignIsRefused) {
  const Response response = Ask("GET", "/probe?campaign=6");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body.Text(),
              StartsWith("campaign 6 is not known here: "));
}

TEST_F(ExporterHandlerTest, AProbeThatNamesNoCampaignIsNotEvenAsked) {
  const Response response = Ask("GET", "/probe?campaign=x");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body.Text(),
            "parameter 'campaign' is not an integer from 1 up\n");
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, TargetsStandAtTheAddressThatWasAsked) {
  const Response response = Ask("GET", "/sd", {{"host", "[::1]:10274"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"),
            "application/json; charset=utf-8");
  EXPECT_THAT(response.body.Text(),
              StartsWith("[\n{\"targets\":[\"[::1]:10274\"],\"labels\":{"));
  // Whatever the scrapes may take, Prometheus would not wait for ever.
  EXPECT_EQ(scraper_.surveys, std::vector<Duration>{seconds(10)});
}

TEST_F(ExporterHandlerTest, TargetsThatNobodyKnowsYetAreNoEmptyList) {
  auto account = std::make_shared<bsg::AccountState>();
  account->name = "main";
  account->discovery.emplace();
  scraper_.accounts = {account};
  const Response response = Ask("GET", "/sd", {{"host", "h:1"}});
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body.Text(),
            "the campaigns of account 'main' are not known yet: they could not "
            "be listed\n");
}

TEST_F(ExporterHandlerTest, TargetsNeedALawfulAddress) {
  EXPECT_EQ(Ask("GET", "/sd").status, 400);
  for (const char* host : {"", "a/b", "a\"b", "h:0"}) {
    const Response response = Ask("GET", "/sd", {{"host", host}});
    EXPECT_EQ(response.status, 400) << host;
    EXPECT_THAT(response.body.Text(), StartsWith("header Host: "));
  }
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, PathsAreExact) {
  for (const char* path :
       {"/metrics/", "/metricsfoo", "/METRICS", "//", "", "/-/ready",
        "/-/healthy/", "/campaign/", "/probe/", "/Probe", "/sd/", "/sd.json"}) {
    EXPECT_EQ(AskPage("GET", path).status, 404) << path;
  }
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, OnlyGetAndHeadAreServed) {
  for (const std::string& page : Pages()) {
    EXPECT_EQ(AskPage("GET", page).status, 200) << page;
    EXPECT_EQ(AskPage("HEAD", page).status, 200) << page;
    for (const char* method : {"POST", "get", ""}) {
      const Response response = AskPage(method, page);
      EXPECT_EQ(response.status, 405) << page;
      EXPECT_EQ(HeaderOf(response, "Allow"), "GET, HEAD");
      EXPECT_EQ(response.body.Text(), "only GET, HEAD here\n");
    }
  }
}

TEST_F(ExporterHandlerTest, HealthNeedsNoScrape) {
  EXPECT_EQ(Ask("GET", "/-/healthy").body.Text(), "bsg_exporter is healthy\n");
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, WhatIsMadeOnTheWorkerIsInNobodysWay) {
  std::promise<void> release;
  worker_.Post([&] { release.get_future().wait(); });
  std::vector<std::shared_ptr<Answer>> waiting;
  for (const char* target : {"/metrics", "/probe?campaign=5", "/sd", "/",
                             "/campaign?account=main&id=5"}) {
    waiting.push_back(Start("GET", target, {{"host", "h"}}));
  }
  EXPECT_EQ(Ask("GET", "/-/healthy").status, 200);
  EXPECT_EQ(Ask("GET", "/probe?campaign=x").status, 400);
  for (const auto& answer : waiting) EXPECT_FALSE(answer->HasCome());
  release.set_value();
  for (const auto& answer : waiting) EXPECT_EQ(answer->Get().status, 200);
}

TEST_F(ExporterHandlerTest, PagesForPeopleShowWhatIsStored) {
  for (const char* target : {"/", "/campaign?id=5", "/campaign?id=6"}) {
    const Response response = Ask("GET", target);
    EXPECT_EQ(HeaderOf(response, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(response.body.Text(), StartsWith("<!doctype html>"));
    EXPECT_THAT(response.body.Text(), HasSubstr("<a href=\"metrics\">"));
  }
  EXPECT_EQ(scraper_.peeks, 3);
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, TheListIsWhatTheQueryAsksFor) {
  EXPECT_THAT(Ask("GET", "/?q=5").body.Text(), HasSubstr(">1 of 1 campaigns<"));
  EXPECT_THAT(Ask("GET", "/?q=6").body.Text(), HasSubstr(">0 of 1 campaigns<"));
}

TEST_F(ExporterHandlerTest, ACampaignThatNobodyKnowsIsNotFound) {
  EXPECT_EQ(Ask("GET", "/campaign?account=main&id=5").status, 200);
  EXPECT_EQ(Ask("GET", "/campaign?account=main&id=6").status, 404);
}

}  // namespace
}  // namespace bsg_exporter::web
