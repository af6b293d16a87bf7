#include "bsg_exporter/metrics/self_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bsg_exporter/base/version.h"
#include "tests/metrics/page_text.h"

namespace bsg_exporter::metrics {
namespace {

using testing::HasSubstr;

std::string Samples(const SelfMetrics& self, const std::string& name) {
  return SamplesOf(TextOf([&](Sink& sink) { Replay(self.Collect(), sink); }),
                   name);
}

TEST(SelfMetricsTest, UnexpectedValuesCountByPlace) {
  SelfMetrics self({});
  self.CountUnexpected(bsg::Place::kStatus);
  self.CountUnexpected(bsg::Place::kStatus);
  const std::string head = "bsg_exporter_unexpected_values_total{field=\"";
  EXPECT_EQ(Samples(self, "bsg_exporter_unexpected_values_total"),
            head + "alternative_channels\"} 0\n" + head + "currency\"} 0\n" +
                head + "envelope\"} 0\n" + head + "id\"} 0\n" + head +
                "other\"} 0\n" + head + "price\"} 0\n" + head +
                "statistics\"} 0\n" + head + "status\"} 2\n" + head +
                "time\"} 0\n" + head + "type\"} 0\n");
}

TEST(SelfMetricsTest, LogLinesCountByLevel) {
  SelfMetrics self({});
  self.CountLogLine(LogLevel::kWarn);
  EXPECT_EQ(Samples(self, "bsg_exporter_log_messages_total"),
            "bsg_exporter_log_messages_total{level=\"debug\"} 0\n"
            "bsg_exporter_log_messages_total{level=\"error\"} 0\n"
            "bsg_exporter_log_messages_total{level=\"info\"} 0\n"
            "bsg_exporter_log_messages_total{level=\"warn\"} 1\n");
}

TEST(SelfMetricsTest, BuildInfoSaysWhatThisIs) {
  const BuildInfo build = GetBuildInfo();
  EXPECT_EQ(Samples(SelfMetrics({}), "bsg_exporter_build_info"),
            "bsg_exporter_build_info{compiler=\"" +
                std::string(build.compiler) + "\",revision=\"" +
                std::string(build.revision) + "\",version=\"" +
                std::string(build.version) + "\"} 1\n");
}

TEST(SelfMetricsTest, AConfigurationStaysInForceUntilAnotherOneIs) {
  SelfMetrics self({});
  const auto samples = [&] {
    return Samples(self, "bsg_exporter_config_hash") +
           Samples(self, "bsg_exporter_config_last_reload_successful") +
           Samples(self,
                   "bsg_exporter_config_last_reload_success_timestamp_seconds");
  };
  self.ConfigLoaded(WallTime(std::chrono::milliseconds(1500)), 281474976710655);
  const std::string in_force =
      "bsg_exporter_config_last_reload_success_timestamp_seconds 1.5\n";
  EXPECT_EQ(samples(),
            "bsg_exporter_config_hash 281474976710655\n"
            "bsg_exporter_config_last_reload_successful 1\n" +
                in_force);
  self.ConfigRefused();
  EXPECT_EQ(samples(),
            "bsg_exporter_config_hash 281474976710655\n"
            "bsg_exporter_config_last_reload_successful 0\n" +
                in_force);
}

TEST(SelfMetricsTest, OneThatServesAllIsTheFirstShardOfOne) {
  SelfMetrics self({});
  EXPECT_EQ(Samples(self, "bsg_exporter_shard_ordinal"),
            "bsg_exporter_shard_ordinal 0\n");
  EXPECT_EQ(Samples(self, "bsg_exporter_shards"), "bsg_exporter_shards 1\n");
  self.SetShard(2, 5);
  EXPECT_EQ(Samples(self, "bsg_exporter_shard_ordinal"),
            "bsg_exporter_shard_ordinal 2\n");
  EXPECT_EQ(Samples(self, "bsg_exporter_shards"), "bsg_exporter_shards 5\n");
}

TEST(SelfMetricsTest, TheProcessIsThere) {
  EXPECT_THAT(Samples(SelfMetrics({}), "process_open_fds"),
              HasSubstr("process_open_fds "));
}

TEST(SelfMetricsTest, WithoutAccountsThereIsNothingOfTheApi) {
  for (const auto& family : SelfMetrics({}).Collect()) {
    EXPECT_FALSE(family.name.starts_with("bsg_api_")) << family.name;
    EXPECT_FALSE(family.metric.empty()) << family.name;
  }
}

}  // namespace
}  // namespace bsg_exporter::metrics
