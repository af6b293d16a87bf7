#pragma once

#include <cstdint>
#include <string_view>

#include "bsg_exporter/bsg/campaign.h"

namespace bsg_exporter::collect {

// The share of one exporter among `count` that split the campaigns: each is
// owned by exactly one of them, by its name alone, whatever else there is. The
// default owns everything.
struct Shard {
  std::uint32_t ordinal = 0;  // from 0, below `count`
  std::uint32_t count = 1;

  // By the FNV-1a hash (64 bits) of "account/id", modulo `count`.
  bool Owns(std::string_view account, bsg::CampaignId id) const;
  // What belongs to the account as a whole: by the hash of its name.
  bool OwnsAccount(std::string_view account) const;

  friend bool operator==(const Shard&, const Shard&) = default;
};

}  // namespace bsg_exporter::collect
