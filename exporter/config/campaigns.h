#pragma once

#include <string_view>
#include <vector>

#include "bsg_exporter/config/config.h"
#include "exporter/config/problems.h"
#include "exporter/config/table_reader.h"

namespace bsg_exporter::config {

// A campaign of a file, with where its id stands and under which key.
struct NamedCampaign {
  CampaignConfig campaign;
  Place place;
  std::string_view key;
};

// The array `campaigns` and the tables `campaign` of an account, or of a
// campaign file, which holds nothing else. What has no usable id is left out;
// whether an id stands there twice is the caller's to judge.
std::vector<NamedCampaign> ReadCampaigns(TableReader& in);

}  // namespace bsg_exporter::config
