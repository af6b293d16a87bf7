#pragma once

#include <string>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::app {

// Sockets that a service manager passes to the program.
struct PassedSockets {
  std::vector<int> descriptors;
  std::vector<std::string> names;  // as many, or none
};

// What the environment says of them, by the protocol of sd_listen_fds(3):
// LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES, which are gone afterwards. Nothing
// if they are meant for another process. Fails (internal) if they make no
// sense. Call it before there is a second thread; what the sockets are worth is
// for the listener to see.
Result<PassedSockets> TakePassedSockets();

}  // namespace bsg_exporter::app
