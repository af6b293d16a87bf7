#pragma once

#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter::metrics {

// Three campaigns of two accounts that between them have a sample in every
// family of the catalogue: one is being sent, one failed and shows old data,
// one was never read.
Snapshot SampleSnapshot();

}  // namespace bsg_exporter::metrics
