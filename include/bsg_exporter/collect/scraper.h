#pragma once

#include <functional>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter::collect {

// Whoever can be asked for a snapshot of all campaigns.
class Scraper {
 public:
  virtual ~Scraper() = default;

  // Reads what is due and calls `done`, exactly once, at the latest when
  // `budget`, which runs from this call, is over: with everything that is known
  // by then. Scrapes that arrive together share what is under way; each ends at
  // its own deadline.
  //
  // May be called from any thread. `done` runs on the reader's thread, must
  // not block it and must not throw.
  virtual void Scrape(Duration budget,
                      std::function<void(metrics::Snapshot)> done) = 0;
};

}  // namespace bsg_exporter::collect
