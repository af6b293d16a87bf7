#pragma once

#include <optional>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {

struct CampaignContext {
  const TimeZone& zone;
  std::optional<CampaignId> asked;
  Findings& findings;
};

// The fields of a campaign object, which stands at `path`. Fails with
// invalid_document where a counter is bad; anything else that is bad is left
// out and a finding.
Result<Campaign> ReadCampaign(json::Value object, const Path& path,
                              const CampaignContext& context);

}  // namespace bsg_exporter::bsg
