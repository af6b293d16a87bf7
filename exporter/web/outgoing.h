#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "bsg_exporter/web/body.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// What of an answer is still to be written, head and body in one sequence.
// Holds each chunk until it is written, and no longer.
class Outgoing {
 public:
  Outgoing() = default;
  Outgoing(std::string head, const Body& body);

  bool empty() const { return chunks_.empty(); }
  std::size_t size() const { return size_; }  // in bytes

  // What is next, as much as one write takes. The pieces that are not needed
  // are empty; all of them are valid until Advance().
  Stream::Pieces Next() const;
  // So many bytes of it are written.
  void Advance(std::size_t bytes);

 private:
  std::deque<Body::Chunk> chunks_;  // none is empty
  std::size_t offset_ = 0;          // how much of the first one is written
  std::size_t size_ = 0;
};

}  // namespace bsg_exporter::web
