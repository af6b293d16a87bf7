#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/campaign.h"

namespace bsg_exporter::bsg {

// Where a campaign stands, as far as reading it goes.
enum class Phase {
  kActive,     // sending, paused, or a status that nobody documents
  kWaiting,    // creation, moderation, scheduled
  kFinishing,  // dispatch has ended, reports still come in
  kSettled,    // nothing is left to move
};

// `done` does not mean settled: it ends the dispatch, while delivery reports
// come in for up to about 144 hours. A campaign is finishing while some
// message is in a status that is not final, at most seven days after its end.
Phase PhaseOf(const Campaign& campaign, WallTime now);

// Whether a message with this status stays as it is, but that what was
// delivered may still be read. So it is of statuses that nobody documents.
bool IsFinal(std::string_view message_status);

// Whether the dispatch is over for good: done, stopped, spam.
bool HasEnded(const std::optional<std::string>& status);

// When the dispatch ended, or the best that the document says about it.
std::optional<WallTime> EndOf(const Campaign& campaign);
std::optional<WallTime> EndOf(const ListedCampaign& campaign);

// Whether a campaign that was found in the list needs no reading any more: it
// has ended, and that was `retire_after` ago. One without any time never does.
bool IsRetired(const ListedCampaign& campaign, Duration retire_after,
               WallTime now);

// How often to read a campaign, by phase.
struct RefreshIntervals {
  Duration active = std::chrono::seconds(0);  // zero: on every scrape
  Duration waiting = std::chrono::minutes(1);
  Duration finishing = std::chrono::minutes(1);
  Duration settled = std::chrono::minutes(15);

  friend bool operator==(const RefreshIntervals&,
                         const RefreshIntervals&) = default;
};

// Whether the API refuses the document by itself (403, 404, other 4xx): asking
// again soon will not change that.
bool IsRefusal(Reason reason);

// `campaign` is the last good document (null: none yet), `failure` the cause
// of the latest read. What the API refuses is as good as settled.
Duration RefreshInterval(const Campaign* campaign,
                         std::optional<Reason> failure,
                         const RefreshIntervals& intervals, WallTime now);

}  // namespace bsg_exporter::bsg
