#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <mutex>
#include <optional>
#include <string>

#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter::metrics {

using CounterFamily = prometheus::Family<prometheus::Counter>;
using GaugeFamily = prometheus::Family<prometheus::Gauge>;
using HistogramFamily = prometheus::Family<prometheus::Histogram>;

// Registers a family under the catalogue's name and help text.
template <class Metric>
prometheus::Family<Metric>& Register(prometheus::Registry& registry,
                                     const CatalogueEntry& entry) {
  return prometheus::detail::Builder<Metric>()
      .Name(std::string(entry.family.name))
      .Help(std::string(entry.family.help))
      .Register(registry);
}

// A gauge whose series is there only while it has a value. Safe to call from
// any thread.
class OptionalGauge {
 public:
  OptionalGauge(GaugeFamily& family, prometheus::Labels labels)
      : family_(family), labels_(std::move(labels)) {}

  void Set(std::optional<double> value) {
    const std::lock_guard lock(mutex_);
    if (value) {
      if (gauge_ == nullptr) {
        gauge_ = &family_.Add(labels_, *value);
      } else {
        gauge_->Set(*value);
      }
    } else if (gauge_ != nullptr) {
      family_.Remove(gauge_);
      gauge_ = nullptr;
    }
  }

 private:
  GaugeFamily& family_;
  const prometheus::Labels labels_;
  std::mutex mutex_;
  prometheus::Gauge* gauge_ = nullptr;  // the family's; guarded by mutex_
};

}  // namespace bsg_exporter::metrics
