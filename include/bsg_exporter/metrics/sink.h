#pragma once

#include <span>
#include <string_view>

namespace bsg_exporter::metrics {

enum class Type { kGauge, kCounter, kHistogram };

// A metric family: what stands once above its samples.
struct Family {
  std::string_view name;
  std::string_view help;  // escaping is the sink's
  Type type = Type::kGauge;
};

// A label with a value that may hold any valid UTF-8; escaping is the sink's.
struct Label {
  std::string_view name;
  std::string_view value;
};

// Where samples go. The catalogue's rows and the exporter's own metrics write
// into a sink and know nothing of formats. One thread; calls come in the order
// of the page: a family, then all of its samples.
class Sink {
 public:
  virtual ~Sink() = default;

  // The samples that follow belong to this family. A family without samples
  // leaves no trace. The family's texts must live until its last sample.
  virtual void Begin(const Family& family) = 0;

  // `suffix` is "" but for a histogram's _bucket, _sum and _count. Labels and
  // suffix may die after the call.
  virtual void Sample(std::string_view suffix, std::span<const Label> labels,
                      double value) = 0;
};

}  // namespace bsg_exporter::metrics
