#pragma once

#include <prometheus/collectable.h>

#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/collect/scraper.h"
#include "bsg_exporter/metrics/self_metrics.h"

namespace bsg_exporter::collect {

// The exporter as a prometheus-cpp Collectable, for programs that have an
// Exposer of their own: one scrape with a fixed budget for every Collect().
// Borrows its parts. Collect() blocks until the scrape is over, may be called
// from any thread but the reader's, and never throws: an exception that leaves
// a Collectable ends the process.
class SnapshotCollectable final : public prometheus::Collectable {
 public:
  SnapshotCollectable(Scraper& scraper, const metrics::SelfMetrics& own,
                      Duration budget)
      : scraper_(scraper), own_(own), budget_(budget) {}

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  Scraper& scraper_;
  const metrics::SelfMetrics& own_;
  const Duration budget_;
};

}  // namespace bsg_exporter::collect
