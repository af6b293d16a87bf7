#include "exporter/web/outgoing.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace bsg_exporter::web {

Outgoing::Outgoing(std::string head, const Body& body)
    : chunks_(body.chunks().begin(), body.chunks().end()),
      size_(head.size() + body.size()) {
  if (head.empty()) return;
  chunks_.push_front(std::make_shared<const std::string>(std::move(head)));
}

Stream::Pieces Outgoing::Next() const {
  Stream::Pieces pieces;
  const std::size_t count = std::min(pieces.size(), chunks_.size());
  for (std::size_t i = 0; i < count; ++i) pieces[i] = *chunks_[i];
  if (count > 0) pieces[0].remove_prefix(offset_);
  return pieces;
}

void Outgoing::Advance(std::size_t bytes) {
  offset_ += bytes;
  size_ -= bytes;
  while (!chunks_.empty() && offset_ >= chunks_.front()->size()) {
    offset_ -= chunks_.front()->size();
    chunks_.pop_front();
  }
}

}  // namespace bsg_exporter::web
