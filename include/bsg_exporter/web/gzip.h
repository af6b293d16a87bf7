#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bsg_exporter::web {

// Compresses a text that comes in pieces into one gzip member (several members
// are lawful, but break `curl --compressed`). One thread.
class GzipStream {
 public:
  GzipStream();
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  void Write(std::string_view piece);

  // Ends the member and gives the whole of it. Call it once, at the end.
  std::string Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bsg_exporter::web
