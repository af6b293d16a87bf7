#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/simulator/delayed_answers.h"
#include "tests/simulator/router.h"
#include "tests/simulator/world.h"
#include "tests/support/reader_rig.h"

namespace bsg_exporter::scenarios {

// The clock of a host: the real one until somebody sets it wrong. Its steady
// face never jumps.
class HostClock final : public Clock {
 public:
  explicit HostClock(const Clock& clock) : clock_(clock) {}
  WallTime Wall() const override { return clock_.Wall() + jumped_; }
  SteadyTime Steady() const override { return clock_.Steady(); }
  void Jump(std::chrono::microseconds by) { jumped_ += by; }

 private:
  const Clock& clock_;
  std::chrono::microseconds jumped_{};
};

// The reader against the simulated API, both in this process and on one fake
// clock: hours of scrapes take milliseconds. What it cost the API, the API's
// own log says.
class ScenarioRig : public collect::ReaderRig {
 public:
  ScenarioRig();

  // --- the set-up; before anything else
  simulator::Options options;
  // Campaigns with the next free ids, from 1 on over all accounts. Unless told
  // otherwise they are being sent for ever.
  void AddAccount(const std::string& name, std::int64_t campaigns,
                  simulator::Kind kind = simulator::Kind::kStuck);
  // More for the account that was added last.
  void AddCampaigns(std::int64_t campaigns, simulator::Kind kind);

  // --- the API
  Duration latency = std::chrono::milliseconds(50);
  simulator::World& api();
  // In the words of the simulator's faults: "kind=503&campaign=7".
  void Break(const std::string& fault);
  void Mend() { api().faults.Clear(); }

  // --- what happens
  HostClock host{clock};  // what the reader takes for the time
  using Look = std::function<void(const metrics::Snapshot&)>;
  // A scrape at once, then one every `interval`, as many as begin within
  // `time`, each with a budget of 10 s.
  void ScrapeFor(Duration time, Duration interval, const Look& look = {});

  // --- what came of it
  std::uint64_t Requests() { return api().requests.total(); }
  std::uint64_t Requests(simulator::Endpoint endpoint) {
    return api().requests.Count(endpoint);
  }
  std::uint64_t Reads(bsg::CampaignId id) {
    return api().requests.Count(simulator::Endpoint::kDetail, id);
  }
  static std::string Page(const metrics::Snapshot& snapshot);

 private:
  // What the simulator sends later is computed at once; the transport is the
  // one to wait.
  struct AtOnce final : simulator::Later {
    void After(Duration delay, std::function<void()> what) override;
    Duration delay{};
  };
  FakeTransport::Answer Serve(const http::Request& request);

  std::int64_t campaigns_ = 0;
  std::unique_ptr<simulator::World> world_;
};

}  // namespace bsg_exporter::scenarios
