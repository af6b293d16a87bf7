#pragma once

#include "bsg_exporter/collect/overview.h"
#include "exporter/web/html.h"

namespace bsg_exporter::web {

// What is known of one campaign, subject by subject: its document, how it goes
// with reading it, its labels.
void AddFactCards(Html& html, const collect::KnownCampaign& campaign,
                  WallTime now);

// Every counter of every channel.
void AddChannelCards(Html& html, const bsg::CampaignState& campaign);

}  // namespace bsg_exporter::web
