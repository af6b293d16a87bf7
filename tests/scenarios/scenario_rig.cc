#include "tests/scenarios/scenario_rig.h"

#include <gtest/gtest.h>

#include <utility>

#include "bsg_exporter/metrics/text_sink.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::scenarios {
namespace {

// The simulator's answer as the transport has it. An answer that breaks off is
// what curl calls it.
class ToTransport final : public web::Responder {
 public:
  explicit ToTransport(Result<http::Response>& result) : result_(result) {}
  void Send(web::Response response) override {
    http::Response answer;
    answer.status = response.status;
    answer.body = response.body.Text();
    for (const auto& [name, value] : response.headers) {
      if (name == "Retry-After") answer.retry_after = value;
    }
    result_ = std::move(answer);
  }
  void Abort() override { result_ = Error{Reason::kConnect, "it broke off"}; }
  void SendRaw(std::string) override { Abort(); }

 private:
  Result<http::Response>& result_;
};

web::Request ToServer(const http::Request& request) {
  web::Request asked;
  asked.method = request.method == http::Method::kPost ? "POST" : "GET";
  asked.path = request.url.substr(request.url.find('/', 8));
  if (request.bearer) {
    asked.headers = {{"authorization", "Bearer " + request.bearer->Reveal()}};
  }
  if (request.json) asked.body = request.json->Reveal();
  return asked;
}

}  // namespace

ScenarioRig::ScenarioRig()
    : ReaderRig([this](const http::Request& r) { return Serve(r); }, &host) {
  log.KeepFrom(LogLevel::kInfo);
}

void ScenarioRig::AddAccount(const std::string& name, std::int64_t campaigns,
                             simulator::Kind kind) {
  const std::string key = "live_" + name + "_key";
  simulator::Account served;
  served.name = name;
  served.api_key = key;
  options.accounts.push_back(std::move(served));
  collect::AccountOptions account;
  account.name = name;
  account.base_url = "https://" + name + ".example";
  account.read_key = [key]() -> Result<Secret> { return Secret(key); };
  ReaderRig::AddAccount(std::move(account));
  AddCampaigns(campaigns, kind);
}

void ScenarioRig::AddCampaigns(std::int64_t campaigns, simulator::Kind kind) {
  collect::AccountOptions& account = last_account();
  for (std::int64_t i = 0; i < campaigns; ++i) {
    const std::int64_t id = ++campaigns_;
    options.named.push_back({id, kind, simulator::Type::kRcs, account.name});
    account.campaigns.push_back({id, {}});
  }
}

simulator::World& ScenarioRig::api() {
  if (!world_) {
    auto world = simulator::World::Make(options, clock);
    if (!world.ok()) ADD_FAILURE() << world.error().message;
    world_ = std::move(world).value();
  }
  return *world_;
}

void ScenarioRig::Break(const std::string& fault) {
  auto parsed = simulator::ParseFault(simulator::Query(fault));
  if (!parsed.ok()) ADD_FAILURE() << fault << ": " << parsed.error().message;
  api().faults.Add(std::move(parsed).value());
}

void ScenarioRig::AtOnce::After(Duration d, std::function<void()> what) {
  delay = d;
  what();
}

FakeTransport::Answer ScenarioRig::Serve(const http::Request& request) {
  AtOnce later;
  simulator::Router router(api(), later);
  Result<http::Response> result = Error{Reason::kInternal, "no answer"};
  router.Handle(ToServer(request), std::make_shared<ToTransport>(result));
  return {latency + later.delay, std::move(result)};
}

void ScenarioRig::ScrapeFor(Duration time, Duration interval,
                            const Look& look) {
  const SteadyTime end = clock.Steady() + time;
  for (SteadyTime at = clock.Steady(); at < end; at += interval) {
    clock.AdvanceTo(at);
    const metrics::Snapshot snapshot = Scrape();
    transport->ForgetAsked();
    if (look) look(snapshot);
  }
  clock.AdvanceTo(end);
}

std::string ScenarioRig::Page(const metrics::Snapshot& snapshot) {
  std::string page;
  metrics::TextSink sink([&](std::string_view piece) { page += piece; });
  WriteSnapshot(snapshot, sink);
  sink.Finish();
  return page;
}

}  // namespace bsg_exporter::scenarios
