#include "exporter/web/connections.h"

#include <optional>
#include <utility>

namespace bsg_exporter::web {

Connections::Connections(SessionContext context)
    : context_(std::move(context)) {
  context_.ended = [this](const std::shared_ptr<Session>& session) {
    Remove(session);
  };
  context_.make_room = [this](std::size_t bytes) { MakeRoom(bytes); };
}

void Connections::Add(std::unique_ptr<Stream> stream) {
  if (stopping_ || !MakeSlot()) return stream->Close();
  const auto session = std::make_shared<Session>(std::move(stream), context_);
  sessions_.insert(session);
  session->Start();
}

void Connections::Configure(ServerOptions options) {
  context_.options = std::move(options);
}

void Connections::EndAll() {
  // A copy: sessions that close take themselves out of the set.
  for (const auto& session : std::unordered_set(sessions_)) session->Stop();
}

void Connections::Stop(std::function<void()> none_left) {
  stopping_ = true;
  none_left_ = std::move(none_left);
  if (sessions_.empty()) return none_left_();
  EndAll();
}

void Connections::CutAll() {
  for (const auto& session : std::unordered_set(sessions_)) session->Close();
}

// Whoever holds a connection and asks for nothing must not keep out those who
// do. One goes for each that comes, the oldest first: one that has just come
// has its time to send a request, however many come.
bool Connections::MakeSlot() {
  if (sessions_.size() < context_.options.max_connections) return true;
  const SteadyTime now = context_.clock.Steady();
  std::optional<Session::Spare> least;
  std::shared_ptr<Session> goes;
  for (const auto& session : sessions_) {
    const std::optional<Session::Spare> spare = session->spare(now);
    if (!spare || (least && *least <= *spare)) continue;
    least = spare;
    goes = session;
  }
  if (!goes) return false;
  goes->Close();
  return true;
}

// Clients that ask for large pages and do not read them hold memory for as
// long as they may take. When it gets short, they have had time enough: those
// that do read are done in a moment.
void Connections::MakeRoom(std::size_t bytes) {
  std::size_t unsent = bytes;
  for (const auto& session : sessions_) unsent += session->unsent();
  while (unsent > context_.options.max_unsent_bytes) {
    const std::shared_ptr<Session> longest = LongestUnderWay();
    if (!longest) return;
    unsent -= longest->unsent();
    longest->Close();
  }
}

std::shared_ptr<Session> Connections::LongestUnderWay() const {
  std::shared_ptr<Session> longest;
  for (const auto& session : sessions_) {
    if (session->unsent() == 0) continue;
    if (!longest || session->writing_since() < longest->writing_since()) {
      longest = session;
    }
  }
  return longest;
}

void Connections::Remove(const std::shared_ptr<Session>& session) {
  sessions_.erase(session);
  if (stopping_ && sessions_.empty()) none_left_();
}

}  // namespace bsg_exporter::web
