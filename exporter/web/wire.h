#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "exporter/web/message.h"

namespace bsg_exporter::web {

// What a session needs of the network library. The implementations stand in
// the files that include it; a TLS connection is a Stream on top of another.

enum class IoResult {
  kOk,
  kEnd,     // the other side has ended its half; ours may still be sent
  kBroken,  // reset, closed by us, or anything else
};

// One connection's bytes, and one timer. Used on the I/O thread only; the
// callbacks come there too, never from within the call that takes them. What a
// callback holds is let go once it has run: it keeps the session alive.
class Stream {
 public:
  using ReadDone = std::function<void(IoResult, std::string_view bytes)>;
  using WriteDone = std::function<void(IoResult, std::size_t written)>;
  // A megabyte of a page: more than a socket takes at once.
  using Pieces = std::array<std::string_view, 16>;

  virtual ~Stream() = default;

  // As many bytes as there are; one read at a time. They are lent until the
  // callback returns.
  virtual void ReadSome(ReadDone done) = 0;
  // As much as fits now, the first piece first; one write at a time. The
  // pieces are borrowed until `done`; some may be empty, or all.
  virtual void WriteSome(const Pieces& pieces, WriteDone done) = 0;
  // Bytes written that the other side has not taken yet.
  virtual std::size_t Unsent() = 0;
  // Whether nobody on the way can read them.
  virtual bool secure() const { return false; }

  // Replaces the timer that was set before.
  virtual void SetTimer(std::chrono::milliseconds after,
                        std::function<void()> expired) = 0;
  virtual void CancelTimer() = 0;

  virtual void EndSending() = 0;
  // Both end the timer, and whatever is under way as kBroken.
  virtual void Close() = 0;
  virtual void Reset() = 0;
};

// The library's parser of one request.
class MessageParser {
 public:
  struct Step {
    std::size_t taken = 0;  // how many of the bytes are done with
    bool more = false;      // those that are left say nothing without more
    int refused = 0;        // the status to answer with, if it was malformed
  };

  virtual ~MessageParser() = default;
  // Goes up to the end of the head, or on from there; does not throw.
  virtual Step Put(std::string_view bytes) = 0;
  virtual bool HeadIsDone() const = 0;
  virtual bool IsDone() const = 0;
  // Once the head is done; after the body it may hold trailers, too.
  virtual MessageHead Head() const = 0;
  virtual std::string TakeBody() = 0;
};

using NewMessageParser = std::function<std::unique_ptr<MessageParser>()>;

// The way onto the I/O thread, from any thread. Work that is posted after the
// thread has ended is dropped.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void Post(std::function<void()> work) = 0;
};

}  // namespace bsg_exporter::web
