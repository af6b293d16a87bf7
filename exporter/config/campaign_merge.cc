#include "exporter/config/campaign_merge.h"

#include <algorithm>
#include <string>
#include <utility>

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxWarnings = 100;

}  // namespace

CampaignMerge::CampaignMerge(const std::vector<CampaignConfig>& own)
    : campaigns_(own) {
  for (std::size_t i = 0; i < campaigns_.size(); ++i) {
    first_.emplace(campaigns_[i].id, First{i, "", {}});
  }
}

void CampaignMerge::Add(std::string_view file,
                        std::vector<NamedCampaign> named) {
  std::sort(named.begin(), named.end(),
            [](const auto& a, const auto& b) { return a.place < b.place; });
  for (NamedCampaign& one : named) {
    const auto [at, is_new] = first_.emplace(
        one.campaign.id, First{campaigns_.size(), file, one.place});
    if (is_new) {
      campaigns_.push_back(std::move(one.campaign));
      continue;
    }
    Warn(file, one, at->second);
    auto& labels = campaigns_[at->second.index].labels;
    if (labels.empty()) labels = std::move(one.campaign.labels);
  }
}

CampaignList CampaignMerge::Finish() && {
  std::sort(campaigns_.begin(), campaigns_.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  if (more_warnings_ > 0) {
    warnings_.push_back({warnings_.back().file, 0, 0,
                         "and " + std::to_string(more_warnings_) +
                             " more campaigns that stand twice, here and in "
                             "files after it"});
  }
  return {std::move(campaigns_), std::move(warnings_)};
}

void CampaignMerge::Warn(std::string_view file, const NamedCampaign& again,
                         const First& first) {
  if (warnings_.size() == kMaxWarnings) {
    ++more_warnings_;
    return;
  }
  std::string what(again.key);
  what += ": expected each campaign once, ";
  what += std::to_string(again.campaign.id);
  what += " stands ";
  if (first.file.empty()) {
    what += "in the configuration file";
  } else {
    what += "at ";
    what += first.file;
    what += ':' + std::to_string(first.place.line);
    what += ':' + std::to_string(first.place.column);
  }
  what += " already and counts once";
  warnings_.push_back({std::string(file), again.place.line, again.place.column,
                       std::move(what)});
}

}  // namespace bsg_exporter::config
