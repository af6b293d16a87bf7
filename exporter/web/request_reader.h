#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "bsg_exporter/web/server.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

struct ReadStep {
  enum class Outcome {
    kMore,      // come back with what was not used and more behind it
    kContinue,  // the same, and the client waits for "100 Continue"
    kDone,      // request() has it
    kRefused,   // answer with `status`, then close
  };
  Outcome outcome = Outcome::kMore;
  std::size_t used = 0;  // how many of the bytes are done with
  int status = 0;
};

// Reads one request out of bytes that come in pieces: what the library's
// parser leaves to its user, which is the limit on the head as a whole, what a
// lawful head says, and when a client waits to be told to go on.
class RequestReader {
 public:
  RequestReader(std::unique_ptr<MessageParser> parser,
                std::size_t max_head_bytes)
      : parser_(std::move(parser)), max_head_bytes_(max_head_bytes) {}

  ReadStep Read(std::string_view bytes);

  Request& request() { return request_; }
  bool http11() const { return http11_; }
  bool keep_alive() const { return keep_alive_; }

 private:
  bool TakeHead();

  const std::unique_ptr<MessageParser> parser_;
  const std::size_t max_head_bytes_;
  std::size_t head_bytes_ = 0;
  Request request_;
  bool http11_ = true;
  bool keep_alive_ = true;
  bool expects_continue_ = false;
};

}  // namespace bsg_exporter::web
