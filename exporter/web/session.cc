#include "exporter/web/session.h"

#include <utility>

#include "exporter/web/message.h"
#include "exporter/web/responder.h"

namespace bsg_exporter::web {
namespace {

// How much of the next requests is read while one is being answered. Reading
// on is how a client's going is noticed.
constexpr std::size_t kMaxReadAhead = 16384;

// How long a finished connection is kept for the client to close it: closing
// first, with bytes of it unread, would reset the answer off the wire.
constexpr std::chrono::milliseconds kLingerTimeout{1000};

}  // namespace

void Session::Start() { ExpectRequest(context_.options.read_timeout); }

void Session::Stop() {
  stopping_ = true;
  if (state_ == State::kReading) Close();
}

void Session::Close() {
  if (state_ == State::kClosed) return;
  const bool busy = state_ == State::kHandling || state_ == State::kWriting;
  if (busy) Log("request broken off");
  state_ = State::kClosed;
  stream_->Close();
  context_.ended(shared_from_this());
}

std::optional<Session::Spare> Session::spare(SteadyTime now) const {
  switch (state_) {
    case State::kReading:
      return Spare{0, reading_since_};
    case State::kWriting:
    case State::kLingering:
      if (now - writing_since_ <= context_.options.write_timeout) break;
      return Spare{1, writing_since_};
    case State::kHandling:
    case State::kClosed:
      break;
  }
  return std::nullopt;
}

void Session::ExpectRequest(std::chrono::milliseconds patience) {
  if (stopping_) return Linger();
  state_ = State::kReading;
  reading_since_ = context_.clock.Steady();
  begun_ = false;
  reader_.emplace(context_.new_parser(), context_.options.max_header_bytes);
  SetTimer(patience);
  if (!input_.empty()) return Parse();
  if (peer_done_) return Close();
  Read();
}

void Session::Parse() {
  if (!begun_) {
    begun_ = true;
    // The first request's time has run since the accept.
    if (!fresh_) SetTimer(context_.options.read_timeout);
  }
  const ReadStep step = reader_->Read(input_);
  input_.erase(0, step.used);
  switch (step.outcome) {
    case ReadStep::Outcome::kMore:
      if (peer_done_) return Close();
      return Read();
    case ReadStep::Outcome::kContinue:
      return Write("HTTP/1.1 100 Continue\r\n\r\n", {}, After::kReadOn);
    case ReadStep::Outcome::kDone:
      return Handle();
    case ReadStep::Outcome::kRefused:
      return Refuse(step.status);
  }
}

void Session::Handle() {
  state_ = State::kHandling;
  fresh_ = false;
  method_ = reader_->request().method;
  path_ = reader_->request().path;
  http11_ = reader_->http11();
  keep_alive_ = reader_->keep_alive();
  started_ = context_.clock.Steady();
  status_ = 0;
  written_ = 0;
  reader_->request().secure = stream_->secure();
  AwaitAnswer();
  const std::shared_ptr<Responder> responder =
      NewResponder(context_.executor, weak_from_this());
  try {
    context_.handler(std::move(reader_->request()), responder);
  } catch (...) {
    context_.logger.Fail("the request handler failed", {{"path", path_}});
    responder->Send(TextResponse(500, "internal error\n"));
  }
}

void Session::Refuse(int status) {
  method_.assign(1, '-');
  path_.assign(1, '-');
  keep_alive_ = false;
  started_ = context_.clock.Steady();
  state_ = State::kHandling;
  Answer(TextResponse(status, std::string(ReasonPhrase(status)) + "\n"));
}

void Session::Answer(Response response) {
  if (state_ != State::kHandling) return;
  if (response.status < 200 || response.status > 999) {
    response = TextResponse(500, "no such status\n");
  }
  status_ = response.status;
  const std::string& transport = context_.options.strict_transport_security;
  if (stream_->secure() && !transport.empty()) {
    response.headers.emplace_back("Strict-Transport-Security", transport);
  }
  const bool keep_alive = keep_alive_ && !stopping_;
  const std::string_view connection = !keep_alive ? "close"
                                      : http11_   ? ""
                                                  : "keep-alive";
  std::string head = ResponseHead(response, connection, context_.clock.Wall());
  const bool bodiless = method_ == "HEAD" || !MayHaveBody(status_);
  Write(std::move(head), bodiless ? Body() : std::move(response.body),
        keep_alive ? After::kNextRequest : After::kClose);
}

void Session::AnswerRaw(std::string bytes) {
  if (state_ != State::kHandling) return;
  status_ = 0;
  Write(std::move(bytes), {}, After::kClose);
}

void Session::Abort() {
  if (state_ != State::kHandling) return;
  status_ = 0;
  stream_->Reset();
  Close();
}

void Session::Read() {
  if (reading_ || peer_done_) return;
  reading_ = true;
  stream_->ReadSome(
      [self = shared_from_this()](IoResult result, std::string_view bytes) {
        self->OnRead(result, bytes);
      });
}

void Session::OnRead(IoResult result, std::string_view bytes) {
  reading_ = false;
  if (state_ == State::kClosed) return;
  if (result == IoResult::kBroken) return Close();
  if (result == IoResult::kEnd) return OnPeerDone();
  if (state_ == State::kLingering) return Read();
  input_.append(bytes);
  if (state_ == State::kReading) return Parse();
  if (state_ == State::kHandling) AwaitAnswer();
}

void Session::OnPeerDone() {
  peer_done_ = true;
  if (state_ == State::kHandling) return AwaitAnswer();
  if (state_ != State::kWriting) Close();
}

// A client that has gone and one that only ended its half (`nc -N`) look the
// same from here: an answer that comes soon is worth sending, a hanging one
// shall not hold the connection for ever.
void Session::AwaitAnswer() {
  if (peer_done_) return SetTimer(context_.options.read_timeout);
  stream_->CancelTimer();
  if (input_.size() < kMaxReadAhead) Read();
}

void Session::Write(std::string head, const Body& body, After after) {
  context_.make_room(body.size());
  state_ = State::kWriting;
  writing_since_ = context_.clock.Steady();
  outgoing_ = Outgoing(std::move(head), body);
  written_ = 0;
  after_ = after;
  WriteMore();
}

void Session::WriteMore() {
  if (outgoing_.empty()) return OnAllWritten();
  SetTimer(context_.options.write_timeout);
  stream_->WriteSome(
      outgoing_.Next(),
      [self = shared_from_this()](IoResult result, std::size_t written) {
        self->OnWritten(result, written);
      });
  unsent_ = stream_->Unsent();
}

void Session::OnWritten(IoResult result, std::size_t written) {
  if (state_ == State::kClosed) return;
  if (result != IoResult::kOk) return Close();
  written_ += written;
  outgoing_.Advance(written);
  WriteMore();
}

void Session::OnAllWritten() {
  if (after_ == After::kReadOn) {
    state_ = State::kReading;
    if (stopping_) return Close();
    SetTimer(context_.options.read_timeout);
    return Parse();
  }
  Log("request");
  if (after_ == After::kClose) return Linger();
  ExpectRequest(context_.options.idle_timeout);
}

void Session::Linger() {
  state_ = State::kLingering;
  stream_->EndSending();
  if (peer_done_) return Close();
  unsent_ = stream_->Unsent();
  SetTimer(kLingerTimeout);
  Read();
}

void Session::SetTimer(std::chrono::milliseconds after) {
  stream_->SetTimer(after, [self = shared_from_this()] { self->OnTimer(); });
}

void Session::OnTimer() {
  const std::chrono::milliseconds patience =
      state_ == State::kLingering ? kLingerTimeout
                                  : context_.options.write_timeout;
  switch (state_) {
    case State::kReading:
      return begun_ ? Refuse(408) : Close();
    case State::kWriting:
    case State::kLingering:
      return PeerHasTakenMore() ? SetTimer(patience) : Close();
    case State::kHandling:
    case State::kClosed:
      return Close();
  }
}

// The kernel calls a socket writable only when a good part of its buffer is
// free, which takes a slow reader long; what it still holds tells more.
bool Session::PeerHasTakenMore() {
  const std::size_t before = std::exchange(unsent_, stream_->Unsent());
  return unsent_ < before;
}

void Session::Log(std::string_view message) {
  const std::chrono::duration<double, std::milli> duration =
      context_.clock.Steady() - started_;
  context_.logger.Debug(message, {{"method", method_},
                                  {"path", path_},
                                  {"status", status_},
                                  {"bytes", written_},
                                  {"duration_ms", duration.count()}});
}

}  // namespace bsg_exporter::web
