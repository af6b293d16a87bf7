#include "exporter/config/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

#include "bsg_exporter/base/text.h"
#include "exporter/config/problems.h"

namespace bsg_exporter::config {
namespace {

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
         (c >= 'A' && c <= 'F');
}

// Splits "host", "host:port", "[v6]" and "[v6]:port"; false if it is none.
bool SplitAuthority(std::string_view text, std::string_view& host,
                    std::string_view& port) {
  const bool v6 = text.starts_with('[');
  const std::size_t end = v6 ? text.find(']') : text.find(':');
  if (v6 && end == text.npos) return false;
  host = v6 ? text.substr(1, end - 1) : text.substr(0, end);
  if (v6 ? !IsIpv6(host) : !IsHost(host)) return false;
  port = end == text.npos ? "" : text.substr(end + (v6 ? 1 : 0));
  return port.empty() || port.front() == ':';
}

Status ReadAuthority(std::string_view authority, Url& url) {
  if (authority.find('@') != authority.npos) {
    return Wrong("expected a URL without user and password");
  }
  std::string_view host;
  std::string_view port;
  if (!SplitAuthority(authority, host, port)) {
    return Wrong("expected a URL with a host such as \"one-api.bsg.world\"");
  }
  if (!port.empty() && ParsePort(port.substr(1)) < 1) {
    return Wrong("expected a URL with a port from 1 to 65535, or none");
  }
  url.authority = authority;
  url.host = host;
  return {};
}

}  // namespace

bool IsHost(std::string_view text) {
  constexpr std::size_t kMaxLength = 253;  // of a name in the DNS
  return !text.empty() && text.size() <= kMaxLength &&
         IsAlphanumeric(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsAlphanumeric(c) || c == '.' || c == '-' || c == '_';
         });
}

bool IsIpv6(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1 &&
         text.find('\0') == text.npos;
}

int ParsePort(std::string_view text) {
  const int port = NumberOf<int>(text).value_or(-1);
  return port >= 0 && port <= 65535 ? port : -1;
}

bool IsUrlPath(std::string_view text) {
  constexpr std::string_view kMarks = "/-._~!$&'()*+,;=:@";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      if (!IsHexDigit(text[i + 1]) || !IsHexDigit(text[i + 2])) return false;
    } else if (!IsAlphanumeric(c) && kMarks.find(c) == kMarks.npos) {
      return false;
    }
  }
  return true;
}

bool IsLoopback(const std::string& host) {
  if (EqualsIgnoringCase(host, "localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> 24 == 127;
  }
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

Result<Url> ParseUrl(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == text.npos || colon == 0) {
    return Wrong("expected a URL such as \"https://one-api.bsg.world\"");
  }
  Url url;
  url.scheme = LowerCase(text.substr(0, colon));
  text.remove_prefix(colon + 3);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  const Status read = ReadAuthority(text.substr(0, end), url);
  if (!read.ok()) return read.error();

  const std::string_view path = text.substr(end);
  if (path.find('?') != path.npos) {
    return Wrong("expected a URL without a query");
  }
  if (path.find('#') != path.npos) {
    return Wrong("expected a URL without a fragment");
  }
  if (!IsUrlPath(path)) {
    return Wrong(
        "expected a URL with nothing but path characters after the "
        "host");
  }
  url.path = path;
  return url;
}

}  // namespace bsg_exporter::config
