#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/life_cycle.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "bsg_exporter/collect/shard.h"
#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::collect {

// How the API is read, whatever the account.
struct ReadOptions {
  Duration request_timeout = std::chrono::seconds(5);
  std::size_t concurrency = 16;         // requests at a time, per account
  std::size_t requests_per_second = 0;  // started, per account; 0: no limit
  int retries = 2;                      // per document and scrape
  // Nothing is asked again sooner, whether it went well or not.
  Duration min_interval = std::chrono::seconds(10);
  // How much older than its refresh interval data may be and still be served.
  Duration max_stale = std::chrono::hours(1);
  bsg::RefreshIntervals refresh;
  std::optional<Duration> balance = std::chrono::minutes(1);  // nothing: never
  Shard shard;
  // Whether a probe may name a campaign that no account serves.
  bool probe_any = false;
  std::shared_ptr<const http::RequestSettings> http;  // null: the defaults
};

// Sorted by name, names without the prefix "label_".
using CampaignLabels = std::vector<std::pair<std::string, std::string>>;

struct CampaignOptions {
  bsg::CampaignId id = 0;
  CampaignLabels labels;
};

// How an account's campaigns are found through GET /api/campaigns.
struct DiscoveryOptions {
  std::vector<std::string> types;  // at least one; each is listed by itself
  Duration created_within = std::chrono::days(45);
  Duration refresh_interval = std::chrono::minutes(5);
  std::size_t max_campaigns = 1000;
  // So long after its end a campaign is served no more.
  Duration retire_after = std::chrono::days(7);

  friend bool operator==(const DiscoveryOptions&,
                         const DiscoveryOptions&) = default;
};

struct AccountOptions {
  std::string name;
  std::string base_url;
  // Reads the API key afresh. Called while the reader is made, then on its
  // thread: before a login, in a back-off when a batch begins, at a reload.
  std::function<Result<Secret>()> read_key;
  bsg::TimeZone zone = bsg::TimeZone::Utc();
  std::vector<CampaignOptions> campaigns;  // by id, each once
  // Gives the configured campaigns anew if they have changed since. Called
  // while the reader is made, then on its thread whenever they are needed;
  // none: they never change.
  std::function<std::optional<std::vector<CampaignOptions>>()> changed;
  std::optional<DiscoveryOptions> discovery;  // nothing: off
};

// All that a reader reads, and how.
struct Reading {
  std::vector<AccountOptions> accounts;
  ReadOptions read;
};

}  // namespace bsg_exporter::collect
