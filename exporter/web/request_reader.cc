#include "exporter/web/request_reader.h"

#include <optional>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/web/message.h"

namespace bsg_exporter::web {
namespace {

using Outcome = ReadStep::Outcome;

ReadStep Refused(int status) { return {Outcome::kRefused, 0, status}; }

}  // namespace

ReadStep RequestReader::Read(std::string_view bytes) {
  std::size_t used = 0;
  // Some clients send an empty line too much behind a body.
  if (head_bytes_ == 0) {
    while (bytes.substr(used).starts_with("\r\n")) used += 2;
    if (bytes.substr(used) == "\r") return {Outcome::kMore, used};
  }
  while (!parser_->IsDone()) {
    const bool in_head = !parser_->HeadIsDone();
    const std::string_view rest = bytes.substr(used);
    const MessageParser::Step step = parser_->Put(rest);
    if (step.refused != 0) return Refused(step.refused);
    used += step.taken;
    if (in_head) head_bytes_ += step.taken;
    // The parser's own limit is for each piece of a head, not for their sum.
    const std::size_t waiting = rest.size() - step.taken;
    if (head_bytes_ + (step.more ? waiting : 0) > max_head_bytes_) {
      return Refused(431);
    }
    if (step.more) return {Outcome::kMore, used};
    if (in_head && parser_->HeadIsDone()) {
      // Before the body is read, so that no trailer passes for a header.
      if (!TakeHead()) return Refused(400);
      if (waiting == 0 && !parser_->IsDone() && expects_continue_) {
        return {Outcome::kContinue, used};
      }
    } else if (step.taken == 0) {
      return {Outcome::kMore, used};
    }
  }
  request_.body = parser_->TakeBody();
  return {Outcome::kDone, used};
}

bool RequestReader::TakeHead() {
  MessageHead head = parser_->Head();
  http11_ = head.http11;
  keep_alive_ = head.keep_alive;
  std::optional<Request> request = RequestFromHead(std::move(head));
  if (!request) return false;
  request_ = *std::move(request);
  expects_continue_ =
      http11_ && EqualsIgnoringCase(request_.Header("expect"), "100-continue");
  return true;
}

}  // namespace bsg_exporter::web
