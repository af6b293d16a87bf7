#pragma once

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/config.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::app {

// How the configuration wants to be served. Fails with a message to print.
Result<web::ServerOptions> ServerOptionsOf(const config::Config& config);

}  // namespace bsg_exporter::app
