#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace bsg_exporter::web {

// kBest is ISA-L where the build found it (four times as fast as zlib on a
// page), else zlib.
enum class GzipCoder { kBest, kZlib };

// Compresses a text that comes in pieces into one gzip member (several members
// are lawful, but break `curl --compressed`). Neither the text nor the member
// is ever held as a whole. One thread. Making one throws std::bad_alloc where
// there is no memory for it, and later calls throw what `output` throws.
class GzipStream {
 public:
  // Called with the next part of the member, 64 KiB long but for the last one;
  // the bytes are dead after the call.
  using Output = std::function<void(std::string_view)>;

  explicit GzipStream(Output output, GzipCoder coder = GzipCoder::kBest);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  void Write(std::string_view piece);

  // Ends the member. Call it once, at the end.
  void Finish();

 private:
  class Coder;
  class IsalCoder;
  class ZlibCoder;

  std::unique_ptr<Coder> coder_;
};

}  // namespace bsg_exporter::web
