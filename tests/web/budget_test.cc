#include "exporter/web/budget.h"

#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(BudgetOfTest, IsTheHeaderLessTheOffset) {
  EXPECT_EQ(BudgetOf("10", seconds(30), milliseconds(500)), milliseconds(9500));
  EXPECT_EQ(BudgetOf("1.5", seconds(30), milliseconds(500)), seconds(1));
}

TEST(BudgetOfTest, IsNeverMoreThanTheConfigurationAllows) {
  EXPECT_EQ(BudgetOf("60", seconds(30), milliseconds(500)), seconds(30));
  EXPECT_EQ(BudgetOf("1e300", seconds(30), milliseconds(500)), seconds(30));
}

TEST(BudgetOfTest, AHeaderBelowTheOffsetLeavesHalfOfItself) {
  EXPECT_EQ(BudgetOf("0.4", seconds(30), milliseconds(500)), milliseconds(200));
}

TEST(BudgetOfTest, AHeaderThatIsNoTimeIsAsGoodAsNone) {
  for (const char* header :
       {"", "0", "-1", "nan", "inf", "5s", " 5", "1e999"}) {
    EXPECT_EQ(BudgetOf(header, seconds(30), milliseconds(500)), seconds(30))
        << header;
  }
}

}  // namespace
}  // namespace bsg_exporter::web
