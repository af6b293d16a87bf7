#pragma once

#include <string>
#include <string_view>

#include "bsg_exporter/collect/overview.h"
#include "bsg_exporter/web/query.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// The page at "/campaign": all that is known of the campaign that the query
// names by `id` and `account`; the account is needed only where several have
// the campaign. A 404 if none is meant by that, or more than one.
Response CampaignPage(const collect::Overview& overview, const Query& query,
                      std::string_view telemetry_path);

}  // namespace bsg_exporter::web
