#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/campaign.h"

namespace bsg_exporter::bsg {

// What is known of one campaign, and how it came to be known. A plain value:
// the reader makes a new one for every change and hands it out as
// shared_ptr<const CampaignState>, so a page in the making never sees half.
struct CampaignState {
  std::string account;
  CampaignId id = 0;
  std::string id_text;      // `id` as the label campaign_id has it
  bool discovered = false;  // found by listing, not configured
  // Labels from the configuration, sorted, names without the prefix "label_".
  std::vector<std::pair<std::string, std::string>> labels;

  // The last good document; null before the first one, and again when it is
  // too old to be served.
  std::shared_ptr<const Campaign> document;
  std::optional<WallTime> received;  // when `document` came from the API

  // Why the latest read yielded nothing; empty if it yielded `document`.
  std::optional<Reason> failure = Reason::kPending;

  // How often the campaign is meant to be read, by where it stands; absent for
  // a document that nobody reads again.
  std::optional<Duration> refresh_interval;
};

// How many campaigns are served, by where they are known from.
struct CampaignCounts {
  std::size_t configured = 0;
  std::size_t discovered = 0;
};

// How the latest listing of an account's campaigns went, and what became of the
// campaigns that it found but that are not served.
struct DiscoveryState {
  bool known = false;                 // some listing came to its end
  bool up = false;                    // the latest listing was whole
  std::optional<WallTime> succeeded;  // when the last whole one ended
  std::size_t above_maximum = 0;      // more than may be served
  std::size_t retired = 0;            // ended long ago
  std::size_t unreadable = 0;         // rows without a usable id
};

// What is known of an account, whose own document is its balance.
struct AccountState {
  std::string name;
  KeyType key_type = KeyType::kUnknown;

  // False: the configuration says "off", or another shard reads it.
  bool reads_balance = true;
  std::optional<Balance> balance;
  std::optional<WallTime> received;
  std::optional<Reason> failure = Reason::kPending;

  std::optional<CampaignCounts> campaigns;  // absent for a document by itself
  std::optional<DiscoveryState> discovery;  // absent where it is off
};

}  // namespace bsg_exporter::bsg
