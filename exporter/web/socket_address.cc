#include "exporter/web/socket_address.h"

#include <netdb.h>
#include <netinet/in.h>

#include <memory>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {

SocketAddress AnyIpv6(std::uint16_t port) {
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  any.sin6_port = htons(port);
  return ToSocketAddress(any);
}

SocketAddress AnyIpv4(std::uint16_t port) {
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_port = htons(port);
  return ToSocketAddress(any);
}

Result<HostPort> ParseHostPort(std::string_view address) {
  const Error malformed{Reason::kInternal,
                        "expected host:port, :port, [ipv6]:port or unix:/path"};
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return malformed;
  std::string_view host = address.substr(0, colon);
  const auto port = NumberOf<std::uint16_t>(address.substr(colon + 1));
  HostPort result;
  if (!port) {
    return Error{Reason::kInternal,
                 "the port must be a number from 0 to 65535"};
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    result.bracketed = true;
    if (host.empty()) return malformed;
  } else if (host.find_first_of("[]:") != std::string_view::npos) {
    return malformed;
  }
  result.host = host;
  result.port = *port;
  return result;
}

Result<SocketAddress> Resolve(const HostPort& where) {
  addrinfo hints{};
  hints.ai_family = where.bracketed ? AF_INET6 : AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  if (where.bracketed) hints.ai_flags |= AI_NUMERICHOST;
  addrinfo* list = nullptr;
  const int code = ::getaddrinfo(
      where.host.c_str(), std::to_string(where.port).c_str(), &hints, &list);
  if (code != 0) return Error{Reason::kInternal, ::gai_strerror(code)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(
      list, &::freeaddrinfo);
  const addrinfo* chosen = list;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_family != AF_INET) continue;
    chosen = entry;
    break;
  }
  SocketAddress result;
  std::memcpy(&result.storage, chosen->ai_addr, chosen->ai_addrlen);
  result.size = chosen->ai_addrlen;
  return result;
}

}  // namespace bsg_exporter::web
