#pragma once

#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::config {

struct Url {
  std::string scheme;     // in lower case
  std::string authority;  // host and port, as written
  std::string host;       // an IPv6 address without its brackets
  std::string path;       // "" or from its slash on

  std::string Text() const { return scheme + "://" + authority + path; }
};

// A URL of a server: no user, no password, no query, no fragment. Messages
// never hold the text, for it may hold a password.
Result<Url> ParseUrl(std::string_view text);

// A name or IPv4 address as it may stand in a URL or an address.
bool IsHost(std::string_view text);
bool IsIpv6(std::string_view text);  // without brackets

// 0 to 65535, else -1.
int ParsePort(std::string_view text);

// Whether only characters of a URL's path are in it, escapes whole.
bool IsUrlPath(std::string_view text);

// "localhost", 127.0.0.0/8 or ::1, and nothing that only looks like it.
bool IsLoopback(const std::string& host);

}  // namespace bsg_exporter::config
