#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/collect/options.h"
#include "exporter/collect/account_store.h"
#include "exporter/collect/discovery.h"
#include "exporter/collect/roster.h"
#include "exporter/collect/target.h"

namespace bsg_exporter::collect {

// Which campaigns an account has now: configured, discovered, and visitors,
// which only probes ask for. Each has a slot, the index of its target and of
// its state, for as long as it is known; slot 0 is the balance's. Reader's
// thread only; borrows everything, and keeps targets and store in step.
class Members {
 public:
  Members(const AccountOptions& account, const ReadOptions& read,
          std::vector<Target>& targets, AccountStore& store);

  // Null where it is off.
  Discovery* discovery() { return discovery_ ? &*discovery_ : nullptr; }
  const Discovery* discovery() const {
    return discovery_ ? &*discovery_ : nullptr;
  }
  // A listing has ended: what it found counts from the next Update() on.
  void ListingEnded() { is_stale_ = true; }

  // Serves what configuration, listings and time say now. Gives the slots of
  // campaigns that are served no more, for the caller to end and Remove().
  std::vector<std::size_t> Update(WallTime now);
  void Remove(std::size_t slot);

  std::optional<std::size_t> Find(bsg::CampaignId id) const;
  bool Serves(bsg::CampaignId id) const;
  std::size_t visitors() const { return visitors_; }
  // The slots of those that are served, by id.
  const std::vector<std::size_t>& served() const { return served_; }

  // Finds the campaign or makes it a visitor. Past a bound the visitor that
  // was asked for longest ago leaves; nothing where all are being read.
  std::optional<std::size_t> Admit(bsg::CampaignId id, SteadyTime now);

 private:
  Roster RosterAt(WallTime now) const;
  std::vector<std::size_t> Serve(const Roster& roster);
  void Tell(const Roster& roster);
  std::size_t Add(bsg::CampaignId id);
  bool MakeRoomForVisitor();

  const AccountOptions& account_;
  const ReadOptions& read_;
  std::vector<Target>& targets_;
  AccountStore& store_;

  std::vector<CampaignOptions> configured_;
  std::optional<Discovery> discovery_;
  bool is_stale_ = true;
  std::optional<WallTime> next_retirement_;

  std::unordered_map<bsg::CampaignId, std::size_t> slots_;
  std::vector<std::size_t> free_;
  std::vector<std::size_t> served_;
  std::size_t visitors_ = 0;
};

}  // namespace bsg_exporter::collect
