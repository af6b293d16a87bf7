#pragma once

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/metrics/page.h"
#include "exporter/app/runtime.h"

namespace bsg_exporter::app {

// One scrape on the calling thread, which is the reader's for that time.
inline metrics::Snapshot OneScrape(Runtime& runtime, Duration budget) {
  metrics::Snapshot found;
  runtime.reader->Scrape(
      budget, [&found](metrics::Snapshot s) { found = std::move(s); });
  runtime.reader->RunUntilIdle();
  return found;
}

}  // namespace bsg_exporter::app
