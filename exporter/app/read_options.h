#pragma once

#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/collect/shard.h"
#include "bsg_exporter/config/config.h"

namespace bsg_exporter::app {

// How the configuration wants the API to be read, and which share of it.
collect::ReadOptions ReadOptionsOf(const config::Config& config,
                                   const collect::Shard& shard);

}  // namespace bsg_exporter::app
