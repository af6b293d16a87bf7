#pragma once

#include "bsg_exporter/collect/overview.h"
#include "exporter/web/campaign_list.h"
#include "exporter/web/html.h"

namespace bsg_exporter::web {

// The form that filters and sorts the list, filled in as the request has it.
void AddFilterForm(Html& html, const collect::Overview& overview,
                   const ListRequest& request);

}  // namespace bsg_exporter::web
