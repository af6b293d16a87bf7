#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/web/server.h"
#include "exporter/web/outgoing.h"
#include "exporter/web/request_reader.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

class Session;

// What all sessions of a server share; outlives them.
struct SessionContext {
  ServerOptions options;
  Handler handler;
  Logger& logger;
  const Clock& clock;
  std::weak_ptr<Executor> executor;
  NewMessageParser new_parser;
  std::function<void(const std::shared_ptr<Session>&)> ended;
  // So many bytes are about to be written.
  std::function<void(std::size_t bytes)> make_room;
};

// One connection from accept to close: requests one after the other, each
// under its time limits. Lives on the I/O thread; it is kept alive by
// what it waits for, and by whoever `ended` tells of its end.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::unique_ptr<Stream> stream, const SessionContext& context)
      : stream_(std::move(stream)), context_(context) {}

  void Start();
  // Takes no further request: closes now, or once the one under way has ended.
  void Stop();
  // Cuts whatever is under way.
  void Close();

  // What the client has not taken of its answer, and since when there is one.
  std::size_t unsent() const {
    return state_ == State::kWriting ? outgoing_.size() : 0;
  }
  SteadyTime writing_since() const { return writing_since_; }

  // Whether it may be closed for another one's sake when there are too many;
  // of several, the least goes first. Those without a request, by how long they
  // have been: whoever waits for one costs nothing. Then those that have been
  // taking one answer for longer than it may go on without any progress. Never
  // one that is being handled.
  using Spare = std::pair<int, SteadyTime>;
  std::optional<Spare> spare(SteadyTime now) const;

  // How the request under way gets its answer; without one they do nothing.
  void Answer(Response response);
  void AnswerRaw(std::string bytes);
  void Abort();

 private:
  enum class State { kReading, kHandling, kWriting, kLingering, kClosed };
  enum class After { kReadOn, kNextRequest, kClose };

  void ExpectRequest(std::chrono::milliseconds patience);
  void Parse();
  void Handle();
  void Refuse(int status);

  void Read();
  void OnRead(IoResult result, std::string_view bytes);
  void OnPeerDone();
  void AwaitAnswer();

  void Write(std::string head, const Body& body, After after);
  void WriteMore();
  void OnWritten(IoResult result, std::size_t written);
  void OnAllWritten();
  void Linger();

  void SetTimer(std::chrono::milliseconds after);
  void OnTimer();
  bool PeerHasTakenMore();
  void Log(std::string_view message);

  const std::unique_ptr<Stream> stream_;
  const SessionContext& context_;
  State state_ = State::kReading;
  bool stopping_ = false;
  bool peer_done_ = false;  // it has ended its half of the connection

  // Reading.
  std::optional<RequestReader> reader_;
  std::string input_;     // read, not yet parsed
  bool reading_ = false;  // a read is under way
  bool fresh_ = true;     // no request has been answered yet
  bool begun_ = false;    // the request's first byte has come
  SteadyTime reading_since_;

  // The request under way.
  std::string method_;
  std::string path_;
  bool http11_ = true;
  bool keep_alive_ = false;
  SteadyTime started_;

  // Writing.
  Outgoing outgoing_;
  SteadyTime writing_since_;
  std::size_t written_ = 0;
  std::size_t unsent_ = 0;  // how many the peer had not taken when last seen
  int status_ = 0;          // 0: no HTTP answer
  After after_ = After::kClose;
};

}  // namespace bsg_exporter::web
