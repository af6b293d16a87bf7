#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// The head of a request as a parser gives it.
struct MessageHead {
  std::string method;
  std::string target;
  Headers headers;
  bool http11 = true;
  bool keep_alive = true;
};

// A request without its body, if the head is one that HTTP allows: a target of
// origin, absolute or asterisk form, one Host that could be one (HTTP/1.0 may
// do without), and no transfer coding but chunked. The host of an absolute
// target replaces the header, as RFC 9112 has it.
std::optional<Request> RequestFromHead(MessageHead head);

// The status line and headers of a response up to the empty line.
// `connection` is that header's value, or empty for none. What cannot stand in
// a header is left out or replaced by blanks: no value ever starts a new line.
std::string ResponseHead(const Response& response, std::string_view connection,
                         WallTime now);

// "Not Found"; empty for a status without a name.
std::string_view ReasonPhrase(int status);

// Whether a response of that status may have a body at all.
bool MayHaveBody(int status);

}  // namespace bsg_exporter::web
