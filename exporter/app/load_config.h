#pragma once

#include <vector>

#include "bsg_exporter/app/options.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/config.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::app {

// The configuration that the command line and its file amount to: flag, then
// file, then default. An error's message is what to print, a line a problem.
Result<config::Config> LoadConfig(const Options& options);

// What the command line says of the log alone, over what there is.
void TakeLogFlags(const Options& options, config::LogConfig& log);

// Problems of a configuration as such a message.
Error UsageError(const std::vector<config::Problem>& problems);

}  // namespace bsg_exporter::app
