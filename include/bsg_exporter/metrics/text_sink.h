#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "bsg_exporter/metrics/sink.h"

namespace bsg_exporter::metrics {

// Writes Prometheus' text format 0.0.4 straight into a buffer that is handed
// on whenever it is full, so that the whole page need not be held. Numbers
// print as FormatNumber has them (exporter/metrics/number.h); HELP and label
// values are escaped. Nothing is allocated per sample.
class TextSink final : public Sink {
 public:
  // Called with a piece of the page, about kChunk long, that ends with a line;
  // the text is dead after the call.
  using Output = std::function<void(std::string_view)>;

  static constexpr std::size_t kChunk = 65536;

  explicit TextSink(Output output);
  ~TextSink() override;

  void Begin(const Family& family) override;
  void Sample(std::string_view suffix, std::span<const Label> labels,
              double value) override;

  // Hands on what is left. Call it once, at the end.
  void Finish();

 private:
  // Makes room for that many bytes at once, handing on what is there if need
  // be: what follows then writes without looking.
  char* Reserve(std::size_t bytes);
  void Advance(const char* end);
  void Flush();
  void WriteHeader();

  Output output_;
  std::size_t capacity_ = kChunk;
  std::unique_ptr<char[]> buffer_;
  std::size_t used_ = 0;
  Family family_;
  bool header_due_ = false;
};

}  // namespace bsg_exporter::metrics
