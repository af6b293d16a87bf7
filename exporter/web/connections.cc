#include "exporter/web/connections.h"

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
  if (stopping_ || sessions_.size() >= context_.options.max_connections) {
    return stream->Close();
  }
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
