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
  AccountStore(const AccountOptions& account, const ReadOptions& read,
               Logger& logger);

  std::size_t size() const { return campaigns_.size(); }
  const std::shared_ptr<const bsg::CampaignState>& campaign(
      std::size_t i) const {
    return campaigns_[i];
  }
  const std::shared_ptr<const bsg::AccountState>& account() const {
    return account_;
  }

  // Log lines are counted anew: a scrape begins.
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

 private:
  bool MayLog(std::optional<Reason> reason);

  Logger& logger_;
  const std::string name_;
  std::vector<std::shared_ptr<const bsg::CampaignState>> campaigns_;
  std::shared_ptr<const bsg::AccountState> account_;
  // Lines of this batch, by reason; recoveries count under kPending.
  std::array<int, kAllReasons.size()> logged_{};
};

}  // namespace bsg_exporter::collect
