#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "bsg_exporter/metrics/sink.h"

namespace bsg_exporter::metrics {

// Builds prometheus-cpp's own data type: the seam for whoever embeds the
// collector, and for the tests, where TextSerializer's reading of it must
// equal TextSink's page. Takes gauges and counters; histograms live in
// prometheus-cpp's registry and need no building.
class FamilySink final : public Sink {
 public:
  void Begin(const Family& family) override;
  // `suffix` is always "" here.
  void Sample(std::string_view suffix, std::span<const Label> labels,
              double value) override;

  // What was written so far; the sink is empty again.
  std::vector<prometheus::MetricFamily> Take();

 private:
  Family family_;
  bool begun_ = false;
  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace bsg_exporter::metrics
