#include "bsg_exporter/metrics/family_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(FamilySinkTest, BuildsGaugesAndCounters) {
  FamilySink sink;
  sink.Begin({"bsg_a", "Help."});
  const Label labels[] = {{"x", "1\n"}, {"y", ""}};
  sink.Sample("", labels, 2.5);
  sink.Sample("", {}, 3);
  sink.Begin({"bsg_b_total", "More.", Type::kCounter});
  sink.Sample("", {}, 4);

  const auto families = sink.Take();
  ASSERT_THAT(families, SizeIs(2));
  EXPECT_EQ(families[0].name, "bsg_a");
  EXPECT_EQ(families[0].help, "Help.");
  EXPECT_EQ(families[0].type, MetricType::Gauge);
  ASSERT_THAT(families[0].metric, SizeIs(2));
  EXPECT_THAT(families[0].metric[0].label,
              ElementsAre(ClientMetric::Label{"x", "1\n"},
                          ClientMetric::Label{"y", ""}));
  EXPECT_EQ(families[0].metric[0].gauge.value, 2.5);
  EXPECT_THAT(families[0].metric[1].label, IsEmpty());
  EXPECT_EQ(families[0].metric[1].gauge.value, 3);
  EXPECT_EQ(families[1].type, MetricType::Counter);
  ASSERT_THAT(families[1].metric, SizeIs(1));
  EXPECT_EQ(families[1].metric[0].counter.value, 4);
}

TEST(FamilySinkTest, AFamilyWithoutSamplesLeavesNoTrace) {
  FamilySink sink;
  sink.Begin({"bsg_a", "Help."});
  sink.Begin({"bsg_b", "Help."});
  sink.Sample("", {}, 1);
  sink.Begin({"bsg_c", "Help."});
  const auto families = sink.Take();
  ASSERT_THAT(families, SizeIs(1));
  EXPECT_EQ(families[0].name, "bsg_b");
}

TEST(FamilySinkTest, TakeLeavesItEmpty) {
  FamilySink sink;
  sink.Begin({"bsg_a", "Help."});
  sink.Sample("", {}, 1);
  EXPECT_THAT(sink.Take(), SizeIs(1));
  EXPECT_THAT(sink.Take(), IsEmpty());
}

}  // namespace
}  // namespace bsg_exporter::metrics
