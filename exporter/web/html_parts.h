#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "exporter/web/html.h"

namespace bsg_exporter::web {

// What the pages for people are put together from.

// The head of a document and what stands above its own content.
void BeginPage(Html& html, std::string_view title,
               std::string_view telemetry_path);
// `has_live_parts`: the script keeps elements with data-live up to date.
void EndPage(Html& html, bool has_live_parts = true);
// When the page was made, and the switch that keeps it up to date.
void AddRefresh(Html& html, WallTime now);

// A moment, as "12 s ago" that tells the exact time.
Html Moment(std::optional<WallTime> time, WallTime now);

// A campaign's status as a coloured mark.
Html StatusBadge(const bsg::Campaign* document);

// A channel's messages as a bar: what is final is plain, the rest hatched. The
// same in words for those who do not see it.
Html StatusBar(const bsg::Channel& channel);
// What the colours of those bars mean.
Html Legend();
// The hatching, once a page.
void AddPatterns(Html& html);

// "rcs", or "sms" with a small "fallback" behind it.
Html ChannelName(const bsg::Channel& channel);

// An amount with its currency; "–" if there is none.
Html Money(std::optional<double> amount,
           const std::optional<std::string>& currency);

// Why the latest read failed, and how often in a row.
Html FailureText(Reason reason, int failures);

// Where a campaign's own page is.
std::string CampaignUrl(const bsg::CampaignState& campaign);

}  // namespace bsg_exporter::web
