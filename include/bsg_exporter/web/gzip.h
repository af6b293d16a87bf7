#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bsg_exporter::web {

// kBest is ISA-L where the build found it (four times as fast as zlib on a
// page), else zlib.
enum class GzipCoder { kBest, kZlib };

// Compresses a text that comes in pieces into one gzip member (several members
// are lawful, but break `curl --compressed`). One thread.
class GzipStream {
 public:
  explicit GzipStream(GzipCoder coder = GzipCoder::kBest);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  void Write(std::string_view piece);

  // Ends the member and gives the whole of it. Call it once, at the end.
  std::string Finish();

 private:
  class Coder;
  class IsalCoder;
  class ZlibCoder;

  std::unique_ptr<Coder> coder_;
};

}  // namespace bsg_exporter::web
