#include "bsg_exporter/base/worker.h"

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <thread>
#include <vector>

namespace bsg_exporter {
namespace {

TEST(WorkerTest, DoesJobsInOrderOnOneOtherThread) {
  std::vector<int> order;
  std::vector<std::thread::id> threads;
  std::promise<void> done;
  Worker worker;
  for (int i = 0; i < 3; ++i) {
    worker.Post([&, i] {
      order.push_back(i);
      threads.push_back(std::this_thread::get_id());
    });
  }
  worker.Post([&] { done.set_value(); });
  done.get_future().wait();
  EXPECT_EQ(order, (std::vector{0, 1, 2}));
  EXPECT_EQ(threads[0], threads[2]);
  EXPECT_NE(threads[0], std::this_thread::get_id());
}

TEST(WorkerTest, AJobMayPostAnother) {
  std::promise<int> done;
  Worker worker;
  worker.Post([&] { worker.Post([&] { done.set_value(7); }); });
  EXPECT_EQ(done.get_future().get(), 7);
}

TEST(WorkerTest, EndsThoughThereIsAlwaysMoreToDo) {
  std::function<void()> again;
  Worker worker;
  again = [&] { worker.Post(again); };
  worker.Post(again);
}

}  // namespace
}  // namespace bsg_exporter
