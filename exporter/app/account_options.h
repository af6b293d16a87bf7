#pragma once

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/config/config.h"

namespace bsg_exporter::app {

// One account as the reader takes it. It goes on looking after the account's
// key and campaign files, on the reader's thread, and logs what it finds wrong
// with those; clock and logger are borrowed for as long. Fails with a message
// to print.
Result<collect::AccountOptions> AccountOptionsOf(
    const config::AccountConfig& account, const config::RefreshConfig& refresh,
    const Clock& clock, Logger& logger);

}  // namespace bsg_exporter::app
