#include "bsg_exporter/collect/unexpected_log.h"

#include <gtest/gtest.h>

#include "tests/collect/collect_rig.h"
#include "tests/support/capture_log.h"

namespace bsg_exporter::collect {
namespace {

class UnexpectedLogTest : public testing::Test {
 protected:
  double Counted(const std::string& field) {
    return OwnValue(metrics_, "bsg_exporter_unexpected_values_total",
                    {{"field", field}});
  }
  metrics::SelfMetrics metrics_{{"main"}};
  CaptureLog log_;
  UnexpectedLog unexpected_{metrics_, log_};
};

TEST_F(UnexpectedLogTest, EachDistinctValueCountsOnce) {
  unexpected_.Note("main", "1", {{bsg::Place::kStatus, "archived"}});
  unexpected_.Note("main", "2",
                   {{bsg::Place::kStatus, "archived"},
                    {bsg::Place::kStatus, "frozen"},
                    {bsg::Place::kType, "archived"}});
  EXPECT_EQ(Counted("status"), 2);
  EXPECT_EQ(Counted("type"), 1);
  ASSERT_EQ(log_.lines().size(), 3u);
  EXPECT_EQ(log_.lines()[0],
            "warn unexpected value in an API document account=main "
            "campaign_id=1 field=status value=archived");
}

TEST_F(UnexpectedLogTest, ItsMemoryIsBounded) {
  for (int i = 0; i < 1000; ++i) {
    unexpected_.Note("main", "1", {{bsg::Place::kOther, std::to_string(i)}});
  }
  EXPECT_EQ(Counted("other"), 256);
  EXPECT_EQ(log_.lines().size(), 256u);
}

}  // namespace
}  // namespace bsg_exporter::collect
