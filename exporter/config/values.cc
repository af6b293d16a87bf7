#include "exporter/config/values.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/base/utf8.h"
#include "exporter/config/problems.h"
#include "exporter/config/url.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxLabelValue = 1024;
constexpr std::size_t kMaxPath = 4095;       // Linux' PATH_MAX, less its NUL
constexpr std::size_t kMaxSocketPath = 107;  // sockaddr_un's, less its NUL

// The paths that the exporter itself answers on.
constexpr std::array<std::string_view, 7> kOwnPaths = {
    "/-/healthy", "/-/ready", "/-/reload", "/probe",
    "/sd",        "/config",  "/campaign"};

bool HasControlCharacter(std::string_view text) {
  while (!text.empty()) {
    if (ControlOf(TakeCharacter(text))) return true;
  }
  return false;
}

// [a-zA-Z_][a-zA-Z0-9_]*
bool IsIdentifier(std::string_view text) {
  const auto is_word = [](char c) { return IsAlphanumeric(c) || c == '_'; };
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), is_word);
}

Error Expected(std::string_view what, std::string_view got) {
  return Wrong("expected " + std::string(what) + ", got " + Quoted(got));
}

Result<std::string> CheckSocket(std::string_view path, std::string_view text) {
  if (!path.starts_with('/') || path.size() < 2 ||
      path.size() > kMaxSocketPath || HasControlCharacter(path)) {
    return Expected("\"unix:/path\" with an absolute path of at most 107 bytes",
                    text);
  }
  return std::string(text);
}

}  // namespace

Result<std::string> CheckAccountName(std::string_view text) {
  if (text.empty() || text.size() > kMaxName || HasControlCharacter(text)) {
    return Expected("1 to 128 bytes without control characters", text);
  }
  return std::string(text);
}

Result<std::string> CheckBaseUrl(std::string_view text) {
  Result<Url> url = ParseUrl(text);
  if (!url.ok()) return url.error();
  if (url->scheme != "https" && url->scheme != "http") {
    return Wrong("expected a URL that begins with https:// or http://");
  }
  std::string base = url->Text();
  while (base.ends_with('/')) base.pop_back();
  return base;
}

// Any word of that look: the API's list of types is not closed.
Result<std::string> CheckCampaignType(std::string_view text) {
  constexpr std::size_t kMaxLength = 32;
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyz0123456789_-";
  if (text.empty() || text.size() > kMaxLength ||
      text.find_first_not_of(kLetters) != text.npos) {
    return Expected("a type of campaign such as \"rcs\"", text);
  }
  return std::string(text);
}

Result<std::string> CheckLabelName(std::string_view text) {
  if (text.size() > kMaxName || !IsIdentifier(text)) {
    return Expected("a label name [a-zA-Z_][a-zA-Z0-9_]* of at most 128 bytes",
                    text);
  }
  return std::string(text);
}

Result<std::string> CheckLabelValue(std::string_view text) {
  if (text.size() > kMaxLabelValue) {
    return Wrong("expected at most 1024 bytes, got " +
                 std::to_string(text.size()));
  }
  return std::string(text);
}

Result<std::string> CheckListen(std::string_view text) {
  constexpr std::string_view kUnix = "unix:";
  if (text.starts_with(kUnix)) {
    return CheckSocket(text.substr(kUnix.size()), text);
  }
  const std::size_t colon = text.rfind(':');
  const std::string_view host = text.substr(0, std::min(colon, text.size()));
  const bool v6 = host.starts_with('[') && host.ends_with(']') &&
                  IsIpv6(host.substr(1, host.size() - 2));
  if (colon == text.npos || !(host.empty() || v6 || IsHost(host))) {
    return Expected("\":port\", \"host:port\", \"[v6]:port\" or \"unix:/path\"",
                    text);
  }
  const int port = ParsePort(text.substr(colon + 1));
  if (port < 0) return Expected("a port from 0 to 65535", text);
  return std::string(host) + ':' + std::to_string(port);
}

Result<std::string> CheckPath(std::string_view text) {
  if (text.empty() || text.size() > kMaxPath || HasControlCharacter(text)) {
    return Expected("the path of a file", text);
  }
  return std::string(text);
}

Result<std::string> CheckProxy(std::string_view text) {
  if (text.empty()) return std::string();
  const Result<Url> url = ParseUrl(text);
  if (!url.ok()) return url.error();
  if (url->scheme != "http" && url->scheme != "https" &&
      url->scheme != "socks5") {
    return Wrong(
        "expected a URL that begins with http://, https:// or socks5://");
  }
  if (!url->path.empty() && url->path != "/") {
    return Wrong("expected a URL without a path");
  }
  return url->scheme + "://" + url->authority;
}

Result<std::string> CheckTelemetryPath(std::string_view text) {
  // Two slashes at the beginning would lead a browser to another host.
  if (text.size() < 2 || text[0] != '/' || text[1] == '/' || !IsUrlPath(text)) {
    return Expected("a URL path such as \"/metrics\"", text);
  }
  if (std::find(kOwnPaths.begin(), kOwnPaths.end(), text) != kOwnPaths.end()) {
    return Expected("a path that has no other meaning here", text);
  }
  return std::string(text);
}

Result<std::string> CheckTimeZone(std::string_view text) {
  constexpr std::size_t kMaxLength = 64;
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
  if (text.empty() || text.size() > kMaxLength || text.front() == '/' ||
      text.find_first_not_of(kLetters) != text.npos) {
    return Expected("the name of a time zone such as \"Europe/Berlin\"", text);
  }
  return std::string(text);
}

Result<std::string> CheckVariableName(std::string_view text) {
  // Not quoted: somebody may have put the key itself here.
  if (text.size() > kMaxName || !IsIdentifier(text)) {
    return Wrong("expected the name of an environment variable");
  }
  return std::string(text);
}

Check OneOf(std::span<const std::string_view> choices) {
  return [choices](std::string_view text) -> Result<std::string> {
    if (std::ranges::count(choices, text) > 0) return std::string(text);
    return Expected("one of " + Join(choices, ", "), text);
  };
}

Check Both(Check first, Check more) {
  if (!more) return first;
  return [first = std::move(first),
          more = std::move(more)](std::string_view text) {
    const Result<std::string> checked = first(text);
    return checked.ok() ? more(*checked) : checked;
  };
}

}  // namespace bsg_exporter::config
