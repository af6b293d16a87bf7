#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "bsg_exporter/metrics/sink.h"

namespace bsg_exporter::metrics {

// The formats that a page comes in: Prometheus' text format 0.0.4, and
// OpenMetrics 1.0.0. The lines of the samples are the same in both, so that a
// series is the same whatever a client asks for. OpenMetrics has counters
// without their suffix above the samples, the unit where the name has one,
// other escapes, and a mark at the end by which a page proves to be whole.
// Gauges stay gauges there: as info or state sets, some would need other names
// or labels.
enum class TextFormat { kPrometheus, kOpenMetrics };

// Writes a page straight into a buffer that is handed on whenever it is full,
// so that the whole page need not be held. Numbers print as FormatNumber has
// them (exporter/metrics/number.h); HELP and label values are escaped. Nothing
// is allocated per sample.
class TextSink final : public Sink {
 public:
  // Called with a piece of the page, about kChunk long, that ends with a line;
  // the text is dead after the call.
  using Output = std::function<void(std::string_view)>;

  static constexpr std::size_t kChunk = 65536;

  explicit TextSink(Output output, TextFormat format = TextFormat::kPrometheus);
  ~TextSink() override;

  void Begin(const Family& family) override;
  void Sample(std::string_view suffix, std::span<const Label> labels,
              double value) override;

  // Ends the page and hands on what is left. Call it once.
  void Finish();

 private:
  // Makes room for that many bytes at once, handing on what is there if need
  // be: what follows then writes without looking.
  char* Reserve(std::size_t bytes);
  void Advance(const char* end);
  void Flush();
  void WriteHeader();

  Output output_;
  TextFormat format_;
  std::size_t capacity_ = kChunk;
  std::unique_ptr<char[]> buffer_;
  std::size_t used_ = 0;
  Family family_;
  bool header_due_ = false;
};

}  // namespace bsg_exporter::metrics
