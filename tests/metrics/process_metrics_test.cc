#include "exporter/metrics/process_metrics.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/metrics/page_text.h"
#include "tests/support/files.h"

namespace bsg_exporter::metrics {
namespace {

// Field 14 is utime, 15 stime, 22 starttime, 23 vsize, 24 rss.
constexpr char kSelfStat[] =
    "4711 (odd) name (x) S 1 4711 4711 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 3 "
    "0 123400 225280000 2500 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 "
    "0 0 0 0 0 0 0 0 0 0 0 0 0\n";
constexpr char kStat[] = "cpu  1 2 3\nintr 9 9\nctxt 5\nbtime 1770000000\n";
constexpr char kLimits[] =
    "Limit                     Soft Limit           Hard Limit           "
    "Units\n"
    "Max processes             95000                95000                "
    "processes\n"
    "Max open files            1024                 1048576              "
    "files\n";

class ProcessMetricsTest : public testing::Test {
 protected:
  ProcessMetricsTest() {
    std::filesystem::create_directories(proc_.path("self/fd"));
  }
  std::string Page() const {
    std::vector<prometheus::MetricFamily> families;
    ProcessMetrics(proc_.path()).Collect(families);
    return TextOf([&](Sink& sink) { Replay(families, sink); });
  }
  std::string Value(const std::string& name) const {
    return SamplesOf(Page(), name);
  }

  const TempDir proc_;
};

TEST_F(ProcessMetricsTest, ReadsWhatTheKernelSays) {
  proc_.Write("self/stat", kSelfStat);
  proc_.Write("stat", kStat);
  proc_.Write("self/limits", kLimits);
  for (const char* fd : {"0", "1", "2", "17"}) {
    proc_.Write(std::string("self/fd/") + fd, "");
  }
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  ASSERT_EQ(ticks, 100);
  ASSERT_EQ(page, 4096);
  EXPECT_EQ(Value("process_cpu_seconds_total"),
            "process_cpu_seconds_total 2\n");
  EXPECT_EQ(Value("process_start_time_seconds"),
            "process_start_time_seconds 1770001234\n");
  EXPECT_EQ(Value("process_virtual_memory_bytes"),
            "process_virtual_memory_bytes 225280000\n");
  EXPECT_EQ(Value("process_resident_memory_bytes"),
            "process_resident_memory_bytes 10240000\n");
  EXPECT_EQ(Value("process_open_fds"), "process_open_fds 4\n");
  EXPECT_EQ(Value("process_max_fds"), "process_max_fds 1024\n");
}

TEST_F(ProcessMetricsTest, WhatCannotBeReadIsAbsent) {
  EXPECT_EQ(Page(),
            "# HELP process_open_fds Number of open file descriptors.\n"
            "# TYPE process_open_fds gauge\n"
            "process_open_fds 0\n");
  std::filesystem::remove(proc_.path("self/fd"));
  EXPECT_EQ(Page(), "");
}

TEST_F(ProcessMetricsTest, WhatMakesNoSenseIsAbsent) {
  proc_.Write("self/stat", "4711 (name) S 1 2 3");
  proc_.Write("stat", "btime soon\n");
  proc_.Write("self/limits", "Max open files            unlimited\n");
  std::filesystem::remove(proc_.path("self/fd"));
  EXPECT_EQ(Page(), "");
}

TEST_F(ProcessMetricsTest, TheStartTimeNeedsBothFiles) {
  proc_.Write("self/stat", kSelfStat);
  EXPECT_EQ(Value("process_start_time_seconds"), "");
  EXPECT_EQ(Value("process_cpu_seconds_total"),
            "process_cpu_seconds_total 2\n");
}

}  // namespace
}  // namespace bsg_exporter::metrics
