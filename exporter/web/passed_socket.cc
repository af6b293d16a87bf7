#include "exporter/web/passed_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>

namespace bsg_exporter::web {
namespace {

// An option of SOL_SOCKET, -1 where it cannot be had (errno tells why).
int OptionOf(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof(value);
  return ::getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

bool IsInternet(int family) { return family == AF_INET || family == AF_INET6; }

// What is wrong with the socket, "" if nothing is.
std::string ProblemOf(const ListenSocket& socket) {
  const int type = OptionOf(socket.fd(), SO_TYPE);
  if (type < 0) return std::generic_category().message(errno);
  const int family = socket.family();
  if (type != SOCK_STREAM || !(IsInternet(family) || family == AF_UNIX)) {
    return "expected a TCP or Unix stream socket (ListenStream=)";
  }
  if (OptionOf(socket.fd(), SO_ACCEPTCONN) != 1) {
    return "expected a socket that listens, not a connection (Accept=no)";
  }
  return "";
}

std::string UnixAddress(int fd) {
  sockaddr_un name{};
  socklen_t size = sizeof(name);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0 ||
      size <= offsetof(sockaddr_un, sun_path)) {
    return "unix:";
  }
  std::string path(name.sun_path, size - offsetof(sockaddr_un, sun_path));
  if (path[0] == '\0') {
    path[0] = '@';
  } else {
    path = path.substr(0, path.find('\0'));
  }
  return "unix:" + path;
}

void MakeOurs(int fd) {
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

}  // namespace

Result<std::vector<ListenSocket>> TakeOver(
    const std::vector<int>& descriptors) {
  std::vector<ListenSocket> sockets;
  for (const int fd : descriptors) sockets.emplace_back(fd);
  for (ListenSocket& socket : sockets) {
    if (const std::string problem = ProblemOf(socket); !problem.empty()) {
      return Error{Reason::kInternal,
                   "cannot listen on the passed descriptor " +
                       std::to_string(socket.fd()) + ": " + problem};
    }
    MakeOurs(socket.fd());
    socket.set_address(IsInternet(socket.family()) ? NumericAddress(socket.fd())
                                                   : UnixAddress(socket.fd()));
  }
  return sockets;
}

}  // namespace bsg_exporter::web
