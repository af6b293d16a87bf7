#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"

namespace bsg_exporter::app {

// Tells the service manager how the program stands: sd_notify(3) over its
// datagram socket. Nobody is told where there is none, or where it cannot be
// reached, which is logged once. One thread; waits for a busy manager for a
// moment.
class Notifier {
 public:
  // `address` as NOTIFY_SOCKET has it: "/path", or "@name" for an abstract one;
  // nothing where nobody listens. `logger` is borrowed.
  Notifier(const std::optional<std::string>& address, Logger& logger);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // Whether anybody listens.
  bool enabled() const { return fd_ >= 0; }

  // `status` is a line for people.
  void Ready(std::string_view status);
  // Loads a configuration, whatever comes of it: Ready() ends that.
  void Reloading(SteadyTime now);
  void Stopping();
  // A sign of life, for the watchdog.
  void Alive();

 private:
  void Open(const std::string& address);
  void Send(std::string_view message);
  void Warn(const std::string& why);

  Logger& logger_;
  int fd_ = -1;
  sockaddr_un name_{};
  socklen_t name_size_ = 0;
  bool warned_ = false;
};

}  // namespace bsg_exporter::app
