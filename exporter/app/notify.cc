#include "exporter/app/notify.h"

#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <system_error>

namespace bsg_exporter::app {
namespace {

std::string Message(int code) { return std::generic_category().message(code); }

}  // namespace

Notifier::Notifier(const std::optional<std::string>& address, Logger& logger)
    : logger_(logger) {
  if (address) Open(*address);
}

Notifier::~Notifier() {
  if (fd_ >= 0) ::close(fd_);
}

void Notifier::Ready(std::string_view status) {
  Send("READY=1\nSTATUS=" + std::string(status));
}

void Notifier::Reloading(SteadyTime now) {
  const auto since_boot =
      std::chrono::floor<std::chrono::microseconds>(now.time_since_epoch());
  Send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot.count()) +
       "\nSTATUS=Loading the configuration");
}

void Notifier::Stopping() { Send("STOPPING=1\nSTATUS=Stopping"); }

void Notifier::Alive() { Send("WATCHDOG=1"); }

void Notifier::Open(const std::string& address) {
  const bool abstract = address.starts_with('@');
  if (!abstract && !address.starts_with('/')) {
    return Warn("NOTIFY_SOCKET is neither a path nor an abstract name");
  }
  // A path is sent with its NUL, an abstract name begins with one instead.
  const std::size_t size = address.size() + (abstract ? 0 : 1);
  if (size > sizeof(name_.sun_path)) return Warn("NOTIFY_SOCKET is too long");
  name_.sun_family = AF_UNIX;
  address.copy(name_.sun_path, address.size());
  if (abstract) name_.sun_path[0] = '\0';
  name_size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size);
  fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return Warn(Message(errno));
  // The end of the program shall not wait for somebody who does not listen.
  const timeval patience{.tv_sec = 0, .tv_usec = 200'000};
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

void Notifier::Send(std::string_view message) {
  if (fd_ < 0) return;
  const ssize_t sent =
      ::sendto(fd_, message.data(), message.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&name_), name_size_);
  if (sent < 0) Warn(Message(errno));
}

void Notifier::Warn(const std::string& why) {
  if (warned_) return;
  warned_ = true;
  logger_.Warn("cannot tell the service manager", {{"err", why}});
}

}  // namespace bsg_exporter::app
