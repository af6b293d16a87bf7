#include "bsg_exporter/web/exporter_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "tests/web/handler_rig.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

std::string HeaderOf(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_F(ExporterHandlerTest, NothingIsMadeForAClientThatHasGone) {
  for (const std::string target : {"/", "/metrics", "/probe?campaign=5"}) {
    Request request{.method = "GET"};
    request.path = target.substr(0, target.find('?'));
    request.query = "campaign=5";
    const auto gone = std::make_shared<Answer>();
    gone->wanted = false;
    handler_.Handle(request, gone);
    // One behind it: the worker is past it then.
    EXPECT_EQ(Ask("GET", "/metrics").status, 200);
    EXPECT_FALSE(gone->HasCome()) << target;
  }
  EXPECT_THAT(scraper_.wanted, ElementsAre(true, false, true, false, true))
      << "each with one behind it; the pages for people ask for nothing";
}

TEST_F(ExporterHandlerTest, MetricsIsAPageInTextFormat) {
  const Response response =
      Ask("GET", "/metrics", {{"x-prometheus-scrape-timeout-seconds", "2"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"),
            "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(HeaderOf(response, "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Accept, Accept-Encoding");
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
    EXPECT_THAT(HeaderOf(plain, "Vary"), EndsWith("Accept-Encoding"));
  }
}

TEST_F(ExporterHandlerTest, MetricsComeInOpenMetricsForThoseWhoAskForIt) {
  for (const char* target : {"/metrics", "/probe?campaign=5"}) {
    const Response response =
        Ask("GET", target, {{"accept", "application/openmetrics-text"}});
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(HeaderOf(response, "Content-Type"),
              "application/openmetrics-text; version=1.0.0; charset=utf-8");
    EXPECT_EQ(HeaderOf(response, "Vary"), "Accept, Accept-Encoding");
    EXPECT_THAT(response.body.Text(), EndsWith("\n# EOF\n"));
  }
}

TEST_F(ExporterHandlerTest, TheEscapingThatIsAskedForIsPromised) {
  const auto type_for = [&](const std::string& accept) {
    return HeaderOf(Ask("GET", "/metrics", {{"accept", accept}}),
                    "Content-Type");
  };
  EXPECT_EQ(type_for("application/openmetrics-text;escaping=underscores"),
            "application/openmetrics-text; version=1.0.0; charset=utf-8; "
            "escaping=underscores");
  EXPECT_EQ(type_for("text/plain;version=0.0.4;escaping=allow-utf-8"),
            "text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8");
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
       {"/metrics/", "/metricsfoo", "/METRICS", "//", "", "/-/ready/",
        "/-/healthy/", "/-/reload/", "/config/", "/config.toml", "/campaign/",
        "/probe/", "/Probe", "/sd/", "/sd.json"}) {
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

TEST_F(ExporterHandlerTest, ReadyUntilTheProcessIsToldToEnd) {
  const Response ready = Ask("GET", "/-/ready");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.body.Text(), "bsg_exporter is ready\n");
  lifecycle_.ready = false;
  const Response stopping = Ask("GET", "/-/ready");
  EXPECT_EQ(stopping.status, 503);
  EXPECT_EQ(stopping.body.Text(), "bsg_exporter is stopping\n");
  EXPECT_EQ(Ask("GET", "/-/healthy").status, 200);
  EXPECT_TRUE(NothingWasAsked());
}

TEST_F(ExporterHandlerTest, ReloadIsRefusedUnlessItIsEnabled) {
  const Response response = Ask("POST", "/-/reload");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body.Text(),
            "not enabled: set [web] enable_reload = true, or send SIGHUP\n");
  EXPECT_EQ(lifecycle_.reloads.size(), 0u);
}

TEST_F(ExporterHandlerTest, ReloadAnswersOnceItIsOver) {
  ExporterHandler handler({.enable_reload = true}, parts_);
  const auto post = [&](const std::string& method) {
    auto answer = std::make_shared<Answer>();
    handler.Handle({.method = method, .path = "/-/reload"}, answer);
    return answer;
  };
  const auto good = post("POST");
  const auto bad = post("POST");
  EXPECT_FALSE(good->HasCome());
  ASSERT_EQ(lifecycle_.reloads.size(), 2u);
  lifecycle_.reloads[0]({});
  lifecycle_.reloads[1](Error{Reason::kInternal, "f:1:2: a\nf:3:4: b"});
  EXPECT_EQ(good->Get().status, 200);
  const Response failed = bad->Get();
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(HeaderOf(failed, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(failed.body.Text(), "f:1:2: a\nf:3:4: b\n");

  const Response got = post("GET")->Get();
  EXPECT_EQ(got.status, 405);
  EXPECT_EQ(HeaderOf(got, "Allow"), "POST");
  EXPECT_EQ(lifecycle_.reloads.size(), 2u);
}

TEST_F(ExporterHandlerTest, TheConfigurationIsShownAsItWasGiven) {
  const Response response = Ask("GET", "/config");
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(response.body.Text(), "time_zone = \"UTC\"\n");
}

// Another configuration takes the place of the handler's while it answers.
TEST_F(ExporterHandlerTest, RequestsUnderWayOutliveTheirHandler) {
  std::promise<void> release;
  worker_.Post([&] { release.get_future().wait(); });
  auto answer = std::make_shared<Answer>();
  auto handler =
      std::make_unique<ExporterHandler>(ExporterHandler::Options{}, parts_);
  handler->Handle({.method = "GET", .path = "/metrics"}, answer);
  handler.reset();
  release.set_value();
  EXPECT_EQ(answer->Get().status, 200);
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
