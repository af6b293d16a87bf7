#include "exporter/web/socket_address.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::web {
namespace {

// "1.2.3.4:5" or "[::1]:5".
std::string Text(const SocketAddress& address) {
  char host[INET6_ADDRSTRLEN] = "";
  if (address.get()->sa_family == AF_INET) {
    EXPECT_EQ(address.size, sizeof(sockaddr_in));
    sockaddr_in v4{};
    std::memcpy(&v4, address.get(), sizeof(v4));
    ::inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
    return std::string(host) + ":" + std::to_string(ntohs(v4.sin_port));
  }
  EXPECT_EQ(address.get()->sa_family, AF_INET6);
  EXPECT_EQ(address.size, sizeof(sockaddr_in6));
  sockaddr_in6 v6{};
  std::memcpy(&v6, address.get(), sizeof(v6));
  ::inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
  return "[" + std::string(host) + "]:" + std::to_string(ntohs(v6.sin6_port));
}

void ExpectParsed(std::string_view text, std::string_view host, bool bracketed,
                  std::uint16_t port) {
  const Result<HostPort> parsed = ParseHostPort(text);
  ASSERT_THAT(parsed, IsOk()) << text;
  EXPECT_EQ(parsed->host, host);
  EXPECT_EQ(parsed->bracketed, bracketed) << text;
  EXPECT_EQ(parsed->port, port);
}

TEST(ParseHostPortTest, TakesHostAndPortApart) {
  ExpectParsed(":0", "", false, 0);
  ExpectParsed("localhost:10274", "localhost", false, 10274);
  ExpectParsed("127.0.0.1:65535", "127.0.0.1", false, 65535);
  ExpectParsed("[::1]:80", "::1", true, 80);
}

TEST(ParseHostPortTest, RefusesWhatHasAnotherForm) {
  for (const char* text : {"", "localhost", "80", "::1:80", "[]:80", "[::1:80",
                           "::1]:80", "a:b:80"}) {
    EXPECT_THAT(ParseHostPort(text),
                FailsWith(Reason::kInternal,
                          "expected host:port, :port, [ipv6]:port or "
                          "unix:/path"))
        << text;
  }
}

TEST(ParseHostPortTest, RefusesWhatIsNoPort) {
  for (const char* text :
       {"a:", "a:http", "a:65536", "a:-1", "a:+1", "a: 1", "[::1]"}) {
    EXPECT_THAT(ParseHostPort(text),
                FailsWith(Reason::kInternal,
                          "the port must be a number from 0 to 65535"))
        << text;
  }
}

TEST(SocketAddressTest, AnyIsAllAddressesOfItsKind) {
  EXPECT_EQ(Text(AnyIpv4(80)), "0.0.0.0:80");
  EXPECT_EQ(Text(AnyIpv6(65535)), "[::]:65535");
}

std::string Resolved(std::string_view address) {
  const Result<HostPort> where = ParseHostPort(address);
  EXPECT_THAT(where, IsOk());
  const Result<SocketAddress> resolved = Resolve(*where);
  EXPECT_THAT(resolved, IsOk());
  return resolved.ok() ? Text(*resolved) : "";
}

TEST(ResolveTest, TakesNumbersAsTheyAre) {
  EXPECT_EQ(Resolved("127.0.0.1:10274"), "127.0.0.1:10274");
  EXPECT_EQ(Resolved("[::1]:0"), "[::1]:0");
}

TEST(ResolveTest, PrefersIpv4) {
  EXPECT_EQ(Resolved("localhost:80"), "127.0.0.1:80");
}

TEST(ResolveTest, BracketsHoldAnAddressAndNoName) {
  for (const char* host : {"localhost", "127.0.0.1"}) {
    EXPECT_FALSE(Resolve({host, true, 80}).ok()) << host;
  }
}

}  // namespace
}  // namespace bsg_exporter::web
