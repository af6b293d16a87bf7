#pragma once

#include "bsg_exporter/web/server.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// Boost.Beast's parser, with the limits of these options.
NewMessageParser BeastParsers(const ServerOptions& options);

}  // namespace bsg_exporter::web
