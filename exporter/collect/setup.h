#pragma once

#include "bsg_exporter/collect/options.h"

namespace bsg_exporter::collect {

// What the configuration says of one account. Immutable and shared, so that
// whatever outlives a reload may go on with it.
struct Setup {
  AccountOptions account;
  ReadOptions read;
};

}  // namespace bsg_exporter::collect
