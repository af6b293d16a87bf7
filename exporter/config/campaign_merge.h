#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bsg_exporter/config/campaign_files.h"
#include "exporter/config/campaigns.h"

namespace bsg_exporter::config {

// Puts the campaigns of an account's files together: each id once, with the
// first labels that it is given.
class CampaignMerge {
 public:
  // `own` are those of the configuration file.
  explicit CampaignMerge(const std::vector<CampaignConfig>& own);

  // What the next file holds. Borrows the name.
  void Add(std::string_view file, std::vector<NamedCampaign> named);

  std::size_t size() const { return campaigns_.size(); }
  CampaignList Finish() &&;

 private:
  // Where an id stands first.
  struct First {
    std::size_t index;      // in campaigns_
    std::string_view file;  // "": the configuration file
    Place place;
  };

  void Warn(std::string_view file, const NamedCampaign& again,
            const First& first);

  std::vector<CampaignConfig> campaigns_;
  std::unordered_map<std::int64_t, First> first_;
  std::vector<Problem> warnings_;
  std::size_t more_warnings_ = 0;
};

}  // namespace bsg_exporter::config
