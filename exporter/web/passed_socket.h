#pragma once

#include <vector>

#include "bsg_exporter/base/result.h"
#include "exporter/web/listen_socket.h"

namespace bsg_exporter::web {

// Takes over sockets that a service manager has made and listens on: all of
// them or none, and then they are closed. The file of a Unix socket stays its
// maker's. Fails (internal) with the descriptor, what is wrong with it, and
// the line of a systemd unit that would be right.
Result<std::vector<ListenSocket>> TakeOver(const std::vector<int>& descriptors);

}  // namespace bsg_exporter::web
