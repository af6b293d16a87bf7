#pragma once

#include <cstddef>
#include <functional>
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

namespace bsg_exporter::collect {

// How the API is read, whatever the account.
struct ReadOptions {
  Duration request_timeout = std::chrono::seconds(5);
  std::size_t concurrency = 16;  // requests at a time, per account
  int retries = 2;               // per document and scrape
  // Nothing is asked again sooner, whether it went well or not.
  Duration min_interval = std::chrono::seconds(10);
  // How much older than its refresh interval data may be and still be served.
  Duration max_stale = std::chrono::hours(1);
  bsg::RefreshIntervals refresh;
  std::optional<Duration> balance = std::chrono::minutes(1);  // nothing: never
};

struct CampaignOptions {
  bsg::CampaignId id = 0;
  std::vector<std::pair<std::string, std::string>> labels;
};

struct AccountOptions {
  std::string name;
  std::string base_url;
  // Reads the API key afresh; called on the reader's thread before a login.
  std::function<Result<Secret>()> read_key;
  bsg::TimeZone zone = bsg::TimeZone::Utc();
  std::vector<CampaignOptions> campaigns;  // by id, each once
};

}  // namespace bsg_exporter::collect
