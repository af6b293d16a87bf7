#include "exporter/web/listen_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <system_error>

#include "exporter/web/socket_address.h"

namespace bsg_exporter::web {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";

Error ListenError(const std::string& address, const std::string& what) {
  return {Reason::kInternal, "cannot listen on '" + address + "': " + what};
}

Error ListenError(const std::string& address, int code) {
  return ListenError(address, std::generic_category().message(code));
}

ListenSocket NewSocket(int family) {
  return ListenSocket(
      ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// Gives the errno where it fails.
Result<ListenSocket, int> BindTcp(const SocketAddress& address) {
  ListenSocket socket = NewSocket(address.storage.ss_family);
  if (socket.fd() < 0) return errno;
  const int on = 1;
  const int off = 0;
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (address.storage.ss_family == AF_INET6) {
    ::setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
  }
  if (::bind(socket.fd(), address.get(), address.size) != 0) return errno;
  if (::listen(socket.fd(), SOMAXCONN) != 0) return errno;
  socket.set_address(NumericAddress(socket.fd()));
  return socket;
}

// One IPv6 socket takes IPv4 connections too; a kernel without IPv6 has none.
Result<ListenSocket, int> BindAllAddresses(std::uint16_t port) {
  Result<ListenSocket, int> both = BindTcp(AnyIpv6(port));
  const bool no_ipv6 = !both.ok() && (both.error() == EAFNOSUPPORT ||
                                      both.error() == EADDRNOTAVAIL);
  return no_ipv6 ? BindTcp(AnyIpv4(port)) : std::move(both);
}

Result<ListenSocket> ListenOnTcp(const std::string& address) {
  const Result<HostPort> where = ParseHostPort(address);
  if (!where.ok()) return ListenError(address, where.error().message);
  if (where->host.empty()) {
    Result<ListenSocket, int> socket = BindAllAddresses(where->port);
    if (!socket.ok()) return ListenError(address, socket.error());
    return std::move(socket).value();
  }
  const Result<SocketAddress> resolved = Resolve(*where);
  if (!resolved.ok()) return ListenError(address, resolved.error().message);
  Result<ListenSocket, int> socket = BindTcp(*resolved);
  if (!socket.ok()) return ListenError(address, socket.error());
  return std::move(socket).value();
}

// Removes a socket file that a process left behind when it was killed: nobody
// answers there. Gives an errno for whatever else is in the way, else 0.
int RemoveStaleSocket(const std::string& path, const SocketAddress& address) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno == ENOENT ? 0 : errno;
  if (!S_ISSOCK(info.st_mode)) return EEXIST;
  const ListenSocket probe = NewSocket(AF_UNIX);
  if (probe.fd() < 0) return errno;
  if (::connect(probe.fd(), address.get(), address.size) == 0) {
    return EADDRINUSE;
  }
  // A full queue is somebody who listens, too.
  if (errno == EAGAIN) return EADDRINUSE;
  if (errno != ECONNREFUSED) return errno;
  return ::unlink(path.c_str()) == 0 ? 0 : errno;
}

Result<ListenSocket> ListenOnUnix(const std::string& address) {
  const std::string path = address.substr(kUnixPrefix.size());
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.empty()) return ListenError(address, "the path is missing");
  if (path.size() >= sizeof(name.sun_path)) {
    return ListenError(address, "the path is longer than " +
                                    std::to_string(sizeof(name.sun_path) - 1) +
                                    " bytes");
  }
  std::memcpy(name.sun_path, path.data(), path.size());
  const SocketAddress where = ToSocketAddress(name);

  if (const int code = RemoveStaleSocket(path, where); code != 0) {
    return ListenError(address, code);
  }
  ListenSocket socket = NewSocket(AF_UNIX);
  if (socket.fd() < 0) return ListenError(address, errno);
  if (::bind(socket.fd(), where.get(), where.size) != 0) {
    return ListenError(address, errno);
  }
  socket.OwnFile(path);
  socket.set_address(address);
  // Before listen(): nobody can connect under the mode that bind() gave it.
  if (::chmod(path.c_str(), 0660) != 0 ||
      ::listen(socket.fd(), SOMAXCONN) != 0) {
    return ListenError(address, errno);
  }
  return socket;
}

}  // namespace

ListenSocket::~ListenSocket() {
  RemoveFile();
  if (fd_ >= 0) ::close(fd_);
}

int ListenSocket::family() const {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  ::getsockname(fd_, reinterpret_cast<sockaddr*>(&storage), &size);
  return storage.ss_family;
}

void ListenSocket::OwnFile(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return;
  file_ = {path, info.st_dev, info.st_ino};
}

void ListenSocket::RemoveFile() {
  const File file = std::exchange(file_, {});
  if (file.path.empty()) return;
  struct stat info {};
  if (::lstat(file.path.c_str(), &info) != 0) return;
  if (info.st_dev != file.device || info.st_ino != file.inode) return;
  ::unlink(file.path.c_str());
}

std::string NumericAddress(int fd) {
  SocketAddress bound;
  bound.size = sizeof(bound.storage);
  auto* address = reinterpret_cast<sockaddr*>(&bound.storage);
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (::getsockname(fd, address, &bound.size) != 0 ||
      ::getnameinfo(address, bound.size, host.data(), host.size(), port.data(),
                    port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "";
  }
  const std::string name = host.data();
  const bool ipv6 = name.find(':') != std::string::npos;
  return (ipv6 ? "[" + name + "]" : name) + ":" + port.data();
}

Result<std::vector<ListenSocket>> Listen(
    const std::vector<std::string>& addresses) {
  if (addresses.empty()) {
    return Error{Reason::kInternal, "there is no address to listen on"};
  }
  std::vector<ListenSocket> sockets;
  for (const std::string& address : addresses) {
    Result<ListenSocket> socket = address.starts_with(kUnixPrefix)
                                      ? ListenOnUnix(address)
                                      : ListenOnTcp(address);
    if (!socket.ok()) return std::move(socket).error();
    sockets.push_back(std::move(socket).value());
  }
  return sockets;
}

}  // namespace bsg_exporter::web
