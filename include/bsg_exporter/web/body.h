#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bsg_exporter::web {

// The bytes of an answer, in chunks: a long page is neither grown nor copied.
// Chunks are immutable and shared, so that one page can answer many requests,
// and each is freed as soon as nobody has it to send any more.
class Body {
 public:
  using Chunk = std::shared_ptr<const std::string>;

  Body() = default;
  // Implicit on purpose: most answers are one short text.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Body(std::string text) { Append(std::move(text)); }

  void Append(std::string chunk) {
    if (chunk.empty()) return;
    size_ += chunk.size();
    chunks_.push_back(std::make_shared<const std::string>(std::move(chunk)));
  }

  std::size_t size() const { return size_; }
  const std::vector<Chunk>& chunks() const { return chunks_; }

  // All of it in one piece, for whoever reads an answer.
  std::string Text() const {
    std::string text;
    text.reserve(size_);
    for (const Chunk& chunk : chunks_) text += *chunk;
    return text;
  }

 private:
  std::vector<Chunk> chunks_;
  std::size_t size_ = 0;
};

}  // namespace bsg_exporter::web
