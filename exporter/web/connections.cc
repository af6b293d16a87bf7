#include "exporter/web/connections.h"

#include <utility>

namespace bsg_exporter::web {

Connections::Connections(SessionContext context)
    : context_(std::move(context)) {
  context_.ended = [this](const std::shared_ptr<Session>& session) {
    Remove(session);
  };
}

void Connections::Add(std::unique_ptr<Stream> stream) {
  if (stopping_ || sessions_.size() >= context_.options.max_connections) {
    return stream->Close();
  }
  const auto session = std::make_shared<Session>(std::move(stream), context_);
  sessions_.insert(session);
  session->Start();
}

void Connections::Stop(std::function<void()> none_left) {
  stopping_ = true;
  none_left_ = std::move(none_left);
  if (sessions_.empty()) return none_left_();
  // A copy: sessions that close take themselves out of the set.
  for (const auto& session : std::unordered_set(sessions_)) session->Stop();
}

void Connections::CutAll() {
  for (const auto& session : std::unordered_set(sessions_)) session->Close();
}

void Connections::Remove(const std::shared_ptr<Session>& session) {
  sessions_.erase(session);
  if (stopping_ && sessions_.empty()) none_left_();
}

}  // namespace bsg_exporter::web
