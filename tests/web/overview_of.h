#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "bsg_exporter/collect/overview.h"

namespace bsg_exporter::web {

inline const WallTime kNow(std::chrono::seconds(1795613287));

// An overview to be looked at, made by hand.
class OverviewOf {
 public:
  OverviewOf() { overview_.now = kNow; }

  bsg::AccountState& AddAccount(const std::string& name) {
    auto account = std::make_shared<bsg::AccountState>();
    account->name = name;
    overview_.accounts.push_back({account});
    return *account;
  }
  // Without a document.
  bsg::CampaignState& AddCampaign(bsg::CampaignId id,
                                  const std::string& account = "main") {
    auto campaign = std::make_shared<bsg::CampaignState>();
    campaign->account = account;
    campaign->id = id;
    campaign->id_text = std::to_string(id);
    overview_.campaigns.push_back({campaign, {}});
    return *campaign;
  }
  // With this document, read 12 s ago.
  bsg::CampaignState& AddCampaign(bsg::CampaignId id, bsg::Campaign document) {
    bsg::CampaignState& campaign = AddCampaign(id);
    campaign.failure.reset();
    campaign.received = kNow - std::chrono::seconds(12);
    campaign.refresh_interval = std::chrono::minutes(1);
    campaign.document =
        std::make_shared<const bsg::Campaign>(std::move(document));
    return campaign;
  }
  collect::Timing& timing() { return overview_.campaigns.back().timing; }
  collect::KnownAccount& account() { return overview_.accounts.back(); }

  const collect::Overview& get() const { return overview_; }

 private:
  collect::Overview overview_;
};

}  // namespace bsg_exporter::web
