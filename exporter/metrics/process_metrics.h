#pragma once

#include <prometheus/metric_family.h>

#include <optional>
#include <string>
#include <vector>

namespace bsg_exporter::metrics {

// The usual process_* metrics of this process, read from /proc. What cannot be
// read is absent. Safe to call from any thread.
class ProcessMetrics {
 public:
  explicit ProcessMetrics(std::string proc = "/proc");

  void Collect(std::vector<prometheus::MetricFamily>& families) const;

 private:
  const std::string proc_;
  // Read once: it stays, and the kernel takes its time over /proc/stat.
  const std::optional<double> start_time_;
};

}  // namespace bsg_exporter::metrics
