#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::web {

// Any kind of socket address, and how long this one is.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const {
    return reinterpret_cast<const sockaddr*>(&storage);
  }
};

template <class T>
SocketAddress ToSocketAddress(const T& address) {
  SocketAddress result;
  std::memcpy(&result.storage, &address, sizeof(address));
  result.size = sizeof(address);
  return result;
}

// All addresses.
SocketAddress AnyIpv6(std::uint16_t port);
SocketAddress AnyIpv4(std::uint16_t port);

// "host:port", ":port" or "[ipv6]:port".
struct HostPort {
  std::string host;  // without brackets
  bool bracketed = false;
  std::uint16_t port = 0;
};

// The error is what is wrong.
Result<HostPort> ParseHostPort(std::string_view address);

// The first IPv4 address of a name, else its first: "localhost" shall be the
// same on every machine.
Result<SocketAddress> Resolve(const HostPort& where);

}  // namespace bsg_exporter::web
