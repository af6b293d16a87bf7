#include <algorithm>
#include <limits>

#include "bsg_exporter/metrics/page.h"
#include "exporter/metrics/number.h"

namespace bsg_exporter::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

void WriteBucket(std::vector<Label>& labels, double bound, double count,
                 Sink& sink) {
  char text[kMaxNumber];
  labels.push_back({"le", {text, FormatBound(bound, text)}});
  sink.Sample("_bucket", labels, count);
  labels.pop_back();
}

void WriteHistogram(const ClientMetric::Histogram& histogram,
                    std::vector<Label>& labels, Sink& sink) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto count = static_cast<double>(histogram.sample_count);
  for (const ClientMetric::Bucket& bucket : histogram.bucket) {
    if (bucket.upper_bound == kInfinity) continue;
    WriteBucket(labels, bucket.upper_bound,
                static_cast<double>(bucket.cumulative_count), sink);
  }
  // The format demands this one, and the registry may leave it out.
  WriteBucket(labels, kInfinity, count, sink);
  sink.Sample("_sum", labels, histogram.sample_sum);
  sink.Sample("_count", labels, count);
}

void WriteMetric(MetricType type, const ClientMetric& metric,
                 std::vector<Label>& labels, Sink& sink) {
  labels.clear();
  for (const ClientMetric::Label& label : metric.label) {
    labels.push_back({label.name, label.value});
  }
  if (type == MetricType::Histogram) {
    WriteHistogram(metric.histogram, labels, sink);
  } else if (type == MetricType::Counter) {
    sink.Sample("", labels, metric.counter.value);
  } else if (type == MetricType::Gauge) {
    sink.Sample("", labels, metric.gauge.value);
  }
}

Type TypeOf(MetricType type) {
  switch (type) {
    case MetricType::Counter:
      return Type::kCounter;
    case MetricType::Histogram:
      return Type::kHistogram;
    default:
      return Type::kGauge;
  }
}

}  // namespace

void Replay(std::vector<MetricFamily> families, Sink& sink) {
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  std::vector<Label> labels;
  for (MetricFamily& family : families) {
    std::sort(family.metric.begin(), family.metric.end(),
              [](const auto& a, const auto& b) { return a.label < b.label; });
    sink.Begin({family.name, family.help, TypeOf(family.type)});
    for (const ClientMetric& metric : family.metric) {
      WriteMetric(family.type, metric, labels, sink);
    }
  }
}

}  // namespace bsg_exporter::metrics
