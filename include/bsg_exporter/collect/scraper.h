#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

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
  kTooMany,          // those that nobody serves are all being read
};

// A snapshot of one campaign: no accounts, no outcomes.
using Probed = Result<metrics::Snapshot, ProbeRefusal>;

// How long somebody waits for an answer: until the budget, which runs from the
// call, is over, or `wanted` says that nobody does. That is asked on the
// reader's thread, any number of times; without it the answer is wanted.
struct Patience {
  // A time alone is one, too.
  template <class Rep, class Period>
  // NOLINTNEXTLINE(google-explicit-constructor)
  Patience(std::chrono::duration<Rep, Period> time,
           std::function<bool()> is_wanted = nullptr)
      : budget(time), wanted(std::move(is_wanted)) {}

  Duration budget;
  std::function<bool()> wanted;
};

// Whoever can be asked for snapshots. Everything may be called from any
// thread. `done` is called once, at the latest when the budget is over: with
// everything that is known by then; never, if nobody reads any more, and
// perhaps not if it is not wanted. It runs on the reader's thread, must not
// block it and must not throw.
class Scraper {
 public:
  virtual ~Scraper() = default;

  // Reads what is due of all campaigns. Scrapes that arrive together share
  // what is under way; each ends at its own deadline.
  virtual void Scrape(Patience patience,
                      std::function<void(metrics::Snapshot)> done) = 0;

  // Reads one campaign, if it is due; its snapshot holds no other. Shares
  // whatever is under way with scrapes and with other probes.
  virtual void Probe(Subject subject, Patience patience,
                     std::function<void(Probed)> done) = 0;

  // Brings up to date which campaigns there are, and reads none of them: the
  // snapshot has them all as they are known.
  virtual void Survey(Patience patience,
                      std::function<void(metrics::Snapshot)> done) = 0;

  // Tells at once what is known. Asks the API for nothing, and changes nothing
  // of what scrapes do.
  virtual void Peek(std::function<void(Overview)> done) = 0;
};

}  // namespace bsg_exporter::collect
