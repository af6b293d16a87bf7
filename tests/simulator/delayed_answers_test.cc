#include "tests/simulator/delayed_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <vector>

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::ElementsAre;

TEST(DelayedAnswersTest, RunsThemInTheOrderOfTheirTimes) {
  std::vector<int> order;
  std::promise<void> done;
  DelayedAnswers later;
  later.After(hours(1), [&] { order.push_back(3); });
  later.After(milliseconds(0), [&] { order.push_back(1); });
  later.After(milliseconds(0), [&] {
    order.push_back(2);
    done.set_value();
  });
  done.get_future().wait();
  EXPECT_THAT(order, ElementsAre(1, 2));
}

TEST(DelayedAnswersTest, DropsWhatStillWaitsWhenItEnds) {
  auto held = std::make_shared<bool>(false);
  {
    DelayedAnswers later;
    later.After(hours(1), [held] { *held = true; });
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(*held);
}

}  // namespace
}  // namespace bsg_exporter::simulator
