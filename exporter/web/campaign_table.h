#pragma once

#include "bsg_exporter/collect/overview.h"
#include "exporter/web/campaign_list.h"
#include "exporter/web/html.h"

namespace bsg_exporter::web {

// The table of campaigns: its head, where a column is sorted by; a row for
// each; its end, with the way to the other pages.
void AddTableHead(Html& html, const ListRequest& request);
void AddTableRow(Html& html, const collect::KnownCampaign& campaign,
                 WallTime now, bool names_account);
void AddTableEnd(Html& html, const CampaignList& list,
                 const ListRequest& request);

}  // namespace bsg_exporter::web
