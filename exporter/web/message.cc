#include "exporter/web/message.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

// A host and a port, or nothing at all. What could end either elsewhere is
// refused: one reader would see another host than the next.
bool IsHost(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsVisible) &&
         text.find_first_of("/?#@<>\"\\") == text.npos;
}

// Both encodings and hosts are given away by a second header: one reader takes
// the first, another the last.
bool HostIsLawful(const Headers& headers, bool http11) {
  int seen = 0;
  for (const auto& [name, value] : headers) {
    if (name != "host") continue;
    if (++seen > 1 || !IsHost(value)) return false;
  }
  return seen == 1 || !http11;
}

bool TransferEncodingIsLawful(const Headers& headers, bool http11) {
  int seen = 0;
  for (const auto& [name, value] : headers) {
    if (name != "transfer-encoding") continue;
    if (++seen > 1 || !http11) return false;
    if (!EqualsIgnoringCase(value, "chunked")) return false;
  }
  return true;
}

// Takes "http://host" off the front of an absolute target.
std::optional<std::string_view> TakeAuthority(std::string_view& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!EqualsIgnoringCase(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    const std::string_view authority = target.substr(0, end);
    target.remove_prefix(end);
    if (authority.empty() || !IsHost(authority)) return std::nullopt;
    return authority;
  }
  return std::nullopt;
}

void SetHost(Headers& headers, std::string_view host) {
  std::erase_if(headers,
                [](const auto& header) { return header.first == "host"; });
  headers.emplace_back("host", host);
}

bool IsTokenCharacter(char c) {
  return IsAlphanumeric(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

bool IsTheServersToWrite(std::string_view name) {
  return std::ranges::any_of(
      std::array{"content-length", "transfer-encoding", "date", "server",
                 "connection"},
      [&](const char* ours) { return EqualsIgnoringCase(name, ours); });
}

void AppendHeader(std::string& head, std::string_view name,
                  std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value) {
    const auto code = static_cast<unsigned char>(c);
    head += (code < 0x20 && c != '\t') || code == 0x7f ? ' ' : c;
  }
  head += "\r\n";
}

// By hand: strftime's names follow the locale, HTTP's do not.
std::string HttpDate(WallTime now) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed",
                                "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(
      std::chrono::floor<std::chrono::seconds>(now - day));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()],
                static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

}  // namespace

std::string_view Request::Header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(),
                   [&](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view() : found->second;
}

Response TextResponse(int status, std::string body, std::string content_type) {
  return {status, {{"Content-Type", std::move(content_type)}}, std::move(body)};
}

std::optional<Request> RequestFromHead(MessageHead head) {
  for (auto& [name, value] : head.headers) {
    std::transform(name.begin(), name.end(), name.begin(), ToLower);
  }
  if (!HostIsLawful(head.headers, head.http11)) return std::nullopt;
  if (!TransferEncodingIsLawful(head.headers, head.http11)) return std::nullopt;
  std::string_view target = head.target;
  if (!target.starts_with('/') && target != "*") {
    const std::optional<std::string_view> host = TakeAuthority(target);
    if (!host) return std::nullopt;
    SetHost(head.headers, *host);
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  Request request;
  request.method = std::move(head.method);
  request.path = mark == 0 ? "/" : target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  request.headers = std::move(head.headers);
  return request;
}

std::string ResponseHead(const Response& response, std::string_view connection,
                         WallTime now) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(ReasonPhrase(response.status)).append("\r\n");
  AppendHeader(head, "Date", HttpDate(now));
  AppendHeader(head, "Server", "bsg_exporter");
  if (!connection.empty()) AppendHeader(head, "Connection", connection);
  if (MayHaveBody(response.status)) {
    AppendHeader(head, "Content-Length", std::to_string(response.body.size()));
  }
  bool nosniff = false;
  for (const auto& [name, value] : response.headers) {
    if (!IsToken(name) || IsTheServersToWrite(name)) continue;
    nosniff |= EqualsIgnoringCase(name, "x-content-type-options");
    AppendHeader(head, name, value);
  }
  if (!nosniff) AppendHeader(head, "X-Content-Type-Options", "nosniff");
  return head += "\r\n";
}

std::string_view ReasonPhrase(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 30> kPhrases = {{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  }};
  for (const auto& [code, phrase] : kPhrases) {
    if (code == status) return phrase;
  }
  return "";
}

bool MayHaveBody(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace bsg_exporter::web
