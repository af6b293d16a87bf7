#pragma once

#include <memory>

#include "bsg_exporter/base/log.h"
#include "exporter/web/tls_context.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// A server's end of a TLS connection over `wire`. The handshake is a part of
// the first read, and falls under the same time limit. Borrows the logger,
// which is told at debug why a handshake failed. Throws std::bad_alloc, which
// costs the connection and no other.
std::unique_ptr<Stream> NewTlsStream(std::unique_ptr<Stream> wire,
                                     const TlsContext& context, Logger& logger);

}  // namespace bsg_exporter::web
