#pragma once

#include <functional>
#include <string>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/collect/overview.h"
#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter::collect {

// One campaign, as a client names it. Without an account it is the campaign of
// whichever account knows it.
struct Subject {
  std::string account;
  bsg::CampaignId id = 0;
};

// Why a campaign is not read on demand, though the API was not even asked.
enum class ProbeRefusal {
  kUnknownAccount,   // no account has that name
  kUnknownCampaign,  // nobody knows the campaign, and it may not be unknown
  kAmbiguous,        // no account was named, and several could be meant
};

// A snapshot of one campaign: no accounts, no outcomes.
using Probed = Result<metrics::Snapshot, ProbeRefusal>;

// Whoever can be asked for snapshots. Everything may be called from any
// thread. `done` is called exactly once, at the latest when `budget`, which
// runs from the call, is over: with everything that is known by then; never, if
// nobody reads any more. It runs on the reader's thread, must not block it and
// must not throw.
class Scraper {
 public:
  virtual ~Scraper() = default;

  // Reads what is due of all campaigns. Scrapes that arrive together share
  // what is under way; each ends at its own deadline.
  virtual void Scrape(Duration budget,
                      std::function<void(metrics::Snapshot)> done) = 0;

  // Reads one campaign, if it is due; its snapshot holds no other. Shares
  // whatever is under way with scrapes and with other probes.
  virtual void Probe(Subject subject, Duration budget,
                     std::function<void(Probed)> done) = 0;

  // Brings up to date which campaigns there are, and reads none of them: the
  // snapshot has them all as they are known.
  virtual void Survey(Duration budget,
                      std::function<void(metrics::Snapshot)> done) = 0;

  // Tells at once what is known. Asks the API for nothing, and changes nothing
  // of what scrapes do.
  virtual void Peek(std::function<void(Overview)> done) = 0;
};

}  // namespace bsg_exporter::collect
