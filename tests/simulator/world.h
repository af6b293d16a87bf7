#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"
#include "tests/simulator/accounts.h"
#include "tests/simulator/campaigns.h"
#include "tests/simulator/document_writer.h"
#include "tests/simulator/faults.h"
#include "tests/simulator/options.h"
#include "tests/simulator/request_log.h"
#include "tests/simulator/simulated_time.h"
#include "tests/simulator/tokens.h"

namespace bsg_exporter::simulator {

// Everything that the simulator knows. All of it is used on one thread, which
// needs no locks.
struct World {
  // Fails if the folder of documents cannot be read, or an id is there twice.
  // `clock` is borrowed.
  static Result<std::unique_ptr<World>> Make(const Options& options,
                                             const Clock& clock);

  World(const Options& options, const Clock& clock_in, Instant start);

  // Nothing if the id is taken.
  const CampaignPlan* AddCampaign(std::size_t account, std::int64_t id,
                                  Type type, Kind kind);

  // What is left: deliveries since the start have been paid from it.
  std::int64_t BalanceOf(std::size_t account) const;

  std::vector<const CampaignPlan*> CampaignsOf(std::size_t account) const;
  DocumentContext ContextOf(const CampaignPlan& plan) const;

  const Clock& clock;
  SimulatedTime time;
  std::vector<Account> accounts;
  Tokens tokens;
  Campaigns campaigns;
  Faults faults;
  RequestLog requests;

 private:
  std::int64_t SpentBy(std::size_t account) const;

  std::vector<std::int64_t> spent_before_;  // by account
};

}  // namespace bsg_exporter::simulator
