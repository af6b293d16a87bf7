#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/collect/options.h"

namespace bsg_exporter::collect {

// Which campaigns an instance serves of an account.
struct Roster {
  struct Member {
    bsg::CampaignId id = 0;
    const CampaignLabels* labels = nullptr;  // borrowed from the configuration
    bool discovered = false;
  };
  std::vector<Member> members;  // by id, each once
  bsg::CampaignCounts count;
  // Campaigns that were listed but are not served by any instance.
  std::size_t above_maximum = 0;
  std::size_t retired = 0;
  // When the next one retires, if any will.
  std::optional<WallTime> next_retirement;
};

struct RosterRules {
  std::string account;
  std::size_t max_discovered = 0;
  Duration retire_after{};
  Shard shard;
};

// The configured campaigns (by id, each once) and those of the listed ones
// that are neither configured nor retired; where those are too many, first
// those that have not ended, then the newest. Of these, the shard's. Depends on
// nothing but its arguments: instances that see the same agree.
Roster MakeRoster(std::span<const CampaignOptions> configured,
                  std::vector<bsg::ListedCampaign> listed,
                  const RosterRules& rules, WallTime now);

}  // namespace bsg_exporter::collect
