#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "bsg_exporter/metrics/page.h"
#include "tests/metrics/page_text.h"

namespace bsg_exporter::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric Gauge(std::vector<ClientMetric::Label> labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

ClientMetric Counter(double value) {
  ClientMetric metric;
  metric.counter.value = value;
  return metric;
}

std::string Replayed(std::vector<MetricFamily> families) {
  return TextOf([&](Sink& sink) { Replay(families, sink); });
}

TEST(ReplayTest, SortsByNameAndByLabels) {
  EXPECT_EQ(Replayed({{"b",
                       "B.",
                       MetricType::Gauge,
                       {Gauge({{"x", "2"}}, 3), Gauge({{"x", "10"}}, 2),
                        Gauge({}, 1)}},
                      {"a_total", "A.", MetricType::Counter, {Counter(7)}}}),
            "# HELP a_total A.\n"
            "# TYPE a_total counter\n"
            "a_total 7\n"
            "# HELP b B.\n"
            "# TYPE b gauge\n"
            "b 1\n"
            "b{x=\"10\"} 2\n"
            "b{x=\"2\"} 3\n");
}

ClientMetric Histogram(std::vector<ClientMetric::Bucket> buckets) {
  ClientMetric metric;
  metric.label = {{"x", "1"}};
  metric.histogram.sample_count = 9;
  metric.histogram.sample_sum = 4.25;
  metric.histogram.bucket = std::move(buckets);
  return metric;
}

constexpr char kHistogramText[] =
    "# HELP h H.\n"
    "# TYPE h histogram\n"
    "h_bucket{x=\"1\",le=\"0.025\"} 2\n"
    "h_bucket{x=\"1\",le=\"10.0\"} 5\n"
    "h_bucket{x=\"1\",le=\"+Inf\"} 9\n"
    "h_sum{x=\"1\"} 4.25\n"
    "h_count{x=\"1\"} 9\n";

TEST(ReplayTest, AHistogramIsWrittenWhole) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Replayed({{"h",
                       "H.",
                       MetricType::Histogram,
                       {Histogram({{2, 0.025}, {5, 10}, {9, infinity}})}}}),
            kHistogramText);
}

TEST(ReplayTest, TheInfiniteBucketIsAddedWhereItIsLeftOut) {
  EXPECT_EQ(Replayed({{"h",
                       "H.",
                       MetricType::Histogram,
                       {Histogram({{2, 0.025}, {5, 10}})}}}),
            kHistogramText);
}

TEST(ReplayTest, AFamilyWithoutMetricsLeavesNoTrace) {
  EXPECT_EQ(Replayed({{"a", "A.", MetricType::Gauge, {}}}), "");
  EXPECT_EQ(Replayed({}), "");
}

}  // namespace
}  // namespace bsg_exporter::metrics
