#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_set>

#include "exporter/web/session.h"

namespace bsg_exporter::web {

// The sessions of a server, on its I/O thread. Give it everything of the
// context but `ended` and `make_room`.
class Connections {
 public:
  explicit Connections(SessionContext context);

  // Serves it. Where there are too many it takes the place of one that can be
  // spared, or is closed at once.
  void Add(std::unique_ptr<Stream> stream);

  // Other limits from now on.
  void Configure(ServerOptions options);
  // Closes those without a request under way, and the others after it.
  void EndAll();

  // Closes those without a request under way, lets the others end, and calls
  // back once none is left.
  void Stop(std::function<void()> none_left);
  void CutAll();

 private:
  bool MakeSlot();
  void MakeRoom(std::size_t bytes);
  std::shared_ptr<Session> LongestUnderWay() const;
  void Remove(const std::shared_ptr<Session>& session);

  SessionContext context_;
  std::unordered_set<std::shared_ptr<Session>> sessions_;
  bool stopping_ = false;
  std::function<void()> none_left_;
};

}  // namespace bsg_exporter::web
