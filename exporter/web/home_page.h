#pragma once

#include <string_view>

#include "bsg_exporter/collect/overview.h"
#include "exporter/web/campaign_list.h"
#include "exporter/web/page.h"

namespace bsg_exporter::web {

// Writes the page at "/", for people: the accounts, and what is asked for of
// the list of campaigns.
void WriteHomePage(const collect::Overview& overview,
                   const ListRequest& request, std::string_view telemetry_path,
                   const PageOutput& output);

}  // namespace bsg_exporter::web
