#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/collect/options.h"

namespace bsg_exporter::collect {

// The states of one account and of its campaigns: what pages are made of.
// Every change makes a new immutable value, so what was handed out stays as it
// was. Reader's thread only. It also says in the log when a campaign goes bad
// or gets well: at a change, never at a repetition.
class AccountStore {
 public:
  AccountStore(std::string account, bool reads_balance, Duration first_refresh,
               Logger& logger);

  // A campaign in this slot, of which nothing is known; slots are the caller's
  // to choose, as small as can be.
  void Add(std::size_t i, bsg::CampaignId id);
  void Remove(std::size_t i) { campaigns_[i].reset(); }
  void Describe(std::size_t i, const CampaignLabels& labels, bool discovered);

  const std::shared_ptr<const bsg::CampaignState>& campaign(
      std::size_t i) const {
    return campaigns_[i];
  }
  const std::shared_ptr<const bsg::AccountState>& account() const {
    return account_;
  }

  // What another store knows of the same campaign, or of the account; how the
  // configuration describes them stays.
  void TakeCampaign(std::size_t i,
                    const std::shared_ptr<const bsg::CampaignState>& state);
  void TakeAccount(const bsg::AccountState& state);

  // Log lines are counted anew.
  void NewBatch() { logged_.fill(0); }

  void CampaignRead(std::size_t i, bsg::Campaign document, WallTime now,
                    Duration refresh);
  void CampaignFailed(std::size_t i, const Error& error, Duration refresh);
  void SetRefresh(std::size_t i, Duration refresh);
  // The document is too old (or its campaign gone for good): not served any
  // more. `reason` holds where there was no failure yet.
  void DropDocument(std::size_t i, Reason reason);

  void BalanceRead(bsg::Balance balance, WallTime now);
  void BalanceFailed(const Error& error);
  void DropBalance(Reason reason);
  void SetKeyType(bsg::KeyType type);
  void SetCampaigns(bsg::CampaignCounts count,
                    std::optional<bsg::DiscoveryState> discovery);

 private:
  bool MayLog(std::optional<Reason> reason);

  Logger& logger_;
  const std::string name_;
  const Duration first_refresh_;
  std::vector<std::shared_ptr<const bsg::CampaignState>> campaigns_;  // by slot
  std::shared_ptr<const bsg::AccountState> account_;
  // Lines of this batch, by reason; recoveries count under kPending.
  std::array<int, kAllReasons.size()> logged_{};
};

}  // namespace bsg_exporter::collect
