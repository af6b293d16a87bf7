#include "bsg_exporter/metrics/family_sink.h"

#include <cassert>
#include <string>
#include <utility>

namespace bsg_exporter::metrics {

void FamilySink::Begin(const Family& family) {
  assert(family.type != Type::kHistogram);
  family_ = family;
  begun_ = false;
}

void FamilySink::Sample([[maybe_unused]] std::string_view suffix,
                        std::span<const Label> labels, double value) {
  assert(suffix.empty());
  const bool is_counter = family_.type == Type::kCounter;
  if (!std::exchange(begun_, true)) {
    families_.push_back({std::string(family_.name),
                         std::string(family_.help),
                         is_counter ? prometheus::MetricType::Counter
                                    : prometheus::MetricType::Gauge,
                         {}});
  }
  prometheus::ClientMetric metric;
  metric.label.reserve(labels.size());
  for (const Label& label : labels) {
    metric.label.push_back({std::string(label.name), std::string(label.value)});
  }
  (is_counter ? metric.counter.value : metric.gauge.value) = value;
  families_.back().metric.push_back(std::move(metric));
}

std::vector<prometheus::MetricFamily> FamilySink::Take() {
  begun_ = false;
  return std::exchange(families_, {});
}

}  // namespace bsg_exporter::metrics
