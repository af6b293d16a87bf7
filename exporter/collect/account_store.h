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

  // The account's own slot: its balance, which is there from the beginning.
  static constexpr std::size_t kBalance = 0;

  // --- campaigns, whose slots are the caller's to choose, as small as can be

  // A campaign in this slot, of which nothing is known.
  void Add(std::size_t i, bsg::CampaignId id);
  void Remove(std::size_t i) { campaigns_[i].reset(); }
  void Describe(std::size_t i, const CampaignLabels& labels, bool discovered);

  const std::shared_ptr<const bsg::CampaignState>& campaign(
      std::size_t i) const {
    return campaigns_[i];
  }
  void CampaignRead(std::size_t i, bsg::Campaign document, WallTime now,
                    Duration refresh);
  void SetRefresh(std::size_t i, Duration refresh);

  // --- any slot

  // What another store knows of the same in its slot `theirs`; how the
  // configuration describes it stays.
  void Take(std::size_t i, const AccountStore& other, std::size_t theirs);
  // `refresh` is a campaign's: the balance has none.
  void Failed(std::size_t i, const Error& error, Duration refresh);
  std::optional<Reason> failure(std::size_t i) const;
  // What was read is too old (or its campaign gone for good): not served any
  // more. `reason` holds where there was no failure yet.
  void Drop(std::size_t i, Reason reason);

  // --- the account

  const std::shared_ptr<const bsg::AccountState>& account() const {
    return account_;
  }
  void BalanceRead(bsg::Balance balance, WallTime now);
  void SetKeyType(bsg::KeyType type);
  void SetCampaigns(bsg::CampaignCounts count,
                    std::optional<bsg::DiscoveryState> discovery);

  // Log lines are counted anew.
  void NewBatch() { logged_.fill(0); }

 private:
  void TakeCampaign(std::size_t i,
                    const std::shared_ptr<const bsg::CampaignState>& state);
  void TakeBalance(const bsg::AccountState& state);
  void CampaignFailed(std::size_t i, const Error& error, Duration refresh);
  void BalanceFailed(const Error& error);
  void DropDocument(std::size_t i, Reason reason);
  void DropBalance(Reason reason);
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
