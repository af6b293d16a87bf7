#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/campaign_state.h"

namespace bsg_exporter::collect {

// How it goes with reading one campaign.
struct Timing {
  std::optional<WallTime> attempted;  // when the latest attempt's scrape began
  std::optional<Duration> took;       // the latest request that ended
  int failures = 0;                   // attempts failed in a row
  bool under_way = false;             // being read just now, or about to be
  std::optional<WallTime> due;        // absent: by the next scrape
};

struct KnownCampaign {
  std::shared_ptr<const bsg::CampaignState> state;
  Timing timing;
};

struct KnownAccount {
  std::shared_ptr<const bsg::AccountState> state;
  // The API asked for fewer requests: nothing is sent before.
  std::optional<WallTime> paused_until;
  // The API is out: one request a scrape finds out whether it is back.
  bool outage = false;
};

// Everything that is known at one instant, for people. By account, then by
// numeric id. Cheap to move, safe to read from any thread.
struct Overview {
  WallTime now{};
  std::vector<KnownCampaign> campaigns;
  std::vector<KnownAccount> accounts;
};

}  // namespace bsg_exporter::collect
