#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/web/exporter_handler.h"
#include "tests/support/capture_log.h"

namespace bsg_exporter::web {

// Keeps what was sent for the test to look at.
class Answer final : public Responder {
 public:
  bool IsWanted() const override { return wanted; }
  void Send(Response response) override {
    sent_.set_value(std::move(response));
  }
  void Abort() override {}
  void SendRaw(std::string) override {}
  Response Get() { return answer_.get(); }
  bool HasCome() const {
    return answer_.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  }

  bool wanted = true;

 private:
  std::promise<Response> sent_;
  std::future<Response> answer_ = sent_.get_future();
};

// Knows one campaign, and remembers what it was asked for.
class OneCampaign final : public collect::Scraper {
 public:
  void Scrape(collect::Patience patience,
              std::function<void(metrics::Snapshot)> done) override {
    Hear(patience);
    const Duration budget = patience.budget;
    scrapes.push_back(budget);
    metrics::Snapshot snapshot = Known();
    snapshot.timeout = budget;
    done(std::move(snapshot));
  }
  void Probe(collect::Subject subject, collect::Patience patience,
             std::function<void(collect::Probed)> done) override {
    Hear(patience);
    probes.emplace_back(subject.account + "/" + std::to_string(subject.id),
                        patience.budget);
    if (subject.id != 5) return done(collect::ProbeRefusal::kUnknownCampaign);
    done(Known());
  }
  void Survey(collect::Patience patience,
              std::function<void(metrics::Snapshot)> done) override {
    Hear(patience);
    surveys.push_back(patience.budget);
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
  std::vector<bool> wanted;  // whether the answers were, when asked for
  int peeks = 0;
  std::vector<std::shared_ptr<const bsg::AccountState>> accounts;

 private:
  void Hear(const collect::Patience& patience) {
    wanted.push_back(patience.wanted());
  }

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

// A process that says what the test wants.
class FakeLifecycle final : public Lifecycle {
 public:
  bool IsReady() const override { return ready; }
  void Reload(std::function<void(Status)> done) override {
    reloads.push_back(std::move(done));
  }

  bool ready = true;
  std::vector<std::function<void(Status)>> reloads;
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
            "/sd", "/-/healthy",     "/-/ready", "/config"};
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
  FakeLifecycle lifecycle_;
  const ExporterHandler::Parts parts_{scraper_, own_, worker_, log_,
                                      lifecycle_};
  ExporterHandler handler_{{.telemetry_path = "/metrics",
                            .timeout = std::chrono::seconds(30),
                            .timeout_offset = std::chrono::milliseconds(500),
                            .config_text = "time_zone = \"UTC\"\n"},
                           parts_};
};

}  // namespace bsg_exporter::web
