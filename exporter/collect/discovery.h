#pragma once

#include <cstddef>
#include <optional>
#include <unordered_set>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/collect/options.h"

namespace bsg_exporter::collect {

// Finds an account's campaigns through GET /api/campaigns: type by type, page
// by page, one request at a time. It sends nothing and knows no clock. One
// thread.
//
// What a listing that failed would have found is missed; what earlier ones
// have found stays. So a failure costs freshness and nothing else.
class Discovery {
 public:
  // After a failure it waits `first_rest`, longer every time, but never longer
  // than its refresh interval.
  Discovery(const DiscoveryOptions& options, Duration first_rest);

  // Goes on from what another one, of the same API, has found: the lists that
  // are still wanted, and unless the options differ also its pace.
  void TakeOver(const Discovery& other);

  bool IsDue(SteadyTime now) const { return !walk_ && now >= not_before_; }
  void Begin(SteadyTime now, WallTime wall);
  bool under_way() const { return walk_.has_value(); }
  // Until the first listing has ended, well or not, nobody knows what there is.
  bool is_first() const { return !ended_; }

  bool HasNext() const { return walk_ && !walk_->asked; }
  // The page to ask for now; nothing while it is being asked for, or if no
  // listing is under way.
  std::optional<bsg::ListQuery> Next();
  // Next() gives the same page again: it was refused for the token's sake.
  void AskAgain();
  // The page that was asked for. True if the listing has ended with it.
  bool Complete(Result<bsg::CampaignList> page, SteadyTime now, WallTime wall);
  // Without a token, for example, nothing can be asked: the listing ends.
  void Abort(const Error& error, SteadyTime now);

  // Whether some listing has asked for every type: what it knows is not just
  // the part that came before some trouble.
  bool is_known() const { return is_known_; }
  // Everything that was found and not lost since.
  std::vector<bsg::ListedCampaign> Found() const;
  std::size_t unreadable() const;
  std::optional<WallTime> succeeded() const { return succeeded_; }
  // Of the latest listing that ended; whole if there is none.
  const std::optional<Error>& failure() const { return failure_; }

 private:
  // What the list of one type says.
  struct Listing {
    std::vector<bsg::ListedCampaign> rows;
    std::size_t unreadable = 0;
  };
  // A listing under way.
  struct Walk {
    std::size_t type = 0;
    WallTime from;
    WallTime to;
    std::size_t offset = 0;
    std::size_t limit = 0;
    std::size_t pages = 0;
    std::size_t pages_without_news = 0;
    Listing listing;
    std::unordered_set<bsg::CampaignId> seen;
    bool asked = false;
    std::optional<Error> failure;
  };

  bool IsTooMuch(const bsg::CampaignList& page) const;
  bool TakePage(bsg::CampaignList page);
  bool NextType();
  bool FailType(const Error& error);
  void End(SteadyTime now);

  const DiscoveryOptions& options_;
  const Duration first_rest_;
  std::vector<Listing> found_;  // by type
  std::optional<Walk> walk_;
  SteadyTime not_before_ = SteadyTime::min();
  SteadyTime began_{};
  int failures_ = 0;  // listings failed in a row
  bool ended_ = false;
  bool is_known_ = false;
  std::optional<WallTime> succeeded_;
  std::optional<Error> failure_;
};

}  // namespace bsg_exporter::collect
