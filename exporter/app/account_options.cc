#include "exporter/app/account_options.h"

#include <memory>
#include <string>
#include <vector>

#include "bsg_exporter/bsg/time_zone.h"
#include "bsg_exporter/config/api_key.h"
#include "bsg_exporter/config/campaign_files.h"
#include "exporter/app/load_config.h"

namespace bsg_exporter::app {
namespace {

std::vector<collect::CampaignOptions> CampaignsOf(
    const std::vector<config::CampaignConfig>& campaigns) {
  std::vector<collect::CampaignOptions> options;
  options.reserve(campaigns.size());
  for (const config::CampaignConfig& campaign : campaigns) {
    options.push_back({campaign.id, campaign.labels});
  }
  return options;
}

void LogProblems(const std::string& account, const std::string& message,
                 const std::vector<config::Problem>& problems, Logger& logger) {
  for (const config::Problem& problem : problems) {
    logger.Warn(message, {{"account", account}, {"err", ToString(problem)}});
  }
}

// What the files say now, where it differs from what they said last.
std::optional<std::vector<collect::CampaignOptions>> Changed(
    config::CampaignFiles& files, const std::string& account,
    const Clock& clock, Logger& logger) {
  const auto read = files.Poll(clock.Steady());
  if (!read) return std::nullopt;
  if (!read->ok()) {
    LogProblems(account,
                "campaign files are wrong: the campaigns stay as they were",
                read->error(), logger);
    return std::nullopt;
  }
  const config::CampaignList& list = read->value();
  LogProblems(account, "campaign files repeat a campaign", list.warnings,
              logger);
  logger.Info("campaign files have changed",
              {{"account", account}, {"campaigns", list.campaigns.size()}});
  return CampaignsOf(list.campaigns);
}

Status AddCampaignFiles(const config::AccountConfig& config, const Clock& clock,
                        Logger& logger, collect::AccountOptions& account) {
  const auto files = std::make_shared<config::CampaignFiles>(config);
  const config::CampaignListResult read = files->Read();
  if (!read.ok()) return UsageError(read.error());
  LogProblems(config.name, "campaign files repeat a campaign",
              read.value().warnings, logger);
  account.campaigns = CampaignsOf(read.value().campaigns);
  account.changed = [files, name = config.name, &clock, &logger] {
    return Changed(*files, name, clock, logger);
  };
  return {};
}

collect::DiscoveryOptions DiscoveryOf(const config::DiscoveryConfig& config,
                                      const config::RefreshConfig& refresh) {
  return {.types = config.types,
          .created_within = config.created_within,
          .refresh_interval = config.refresh_interval,
          .max_campaigns = config.max_campaigns,
          .retire_after = refresh.retire_after};
}

}  // namespace

Result<collect::AccountOptions> AccountOptionsOf(
    const config::AccountConfig& config, const config::RefreshConfig& refresh,
    const Clock& clock, Logger& logger) {
  Result<bsg::TimeZone> zone = bsg::TimeZone::Load(config.time_zone);
  if (!zone.ok()) {
    return WithContext("account '" + config.name + "': time_zone",
                       zone.error());
  }
  collect::AccountOptions account;
  account.name = config.name;
  account.base_url = config.base_url;
  account.read_key = [config] { return config::ReadApiKey(config); };
  account.zone = *zone;
  account.campaigns = CampaignsOf(config.campaigns);
  if (!config.campaign_files.empty()) {
    Status added = AddCampaignFiles(config, clock, logger, account);
    if (!added.ok()) return added.error();
  }
  if (config.discovery.enabled) {
    account.discovery = DiscoveryOf(config.discovery, refresh);
  }
  return account;
}

}  // namespace bsg_exporter::app
