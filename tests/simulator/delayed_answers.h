#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::simulator {

// Does things later. A waiting answer costs an entry, not a thread.
class Later {
 public:
  virtual ~Later() = default;
  // `what` runs on another thread, once; or never, if the program ends first.
  virtual void After(Duration delay, std::function<void()> what) = 0;
};

// One thread and a queue by time. Ends at once when it is destroyed: what
// still waits is dropped.
class DelayedAnswers final : public Later {
 public:
  DelayedAnswers();
  ~DelayedAnswers() override;
  void After(Duration delay, std::function<void()> what) override;

 private:
  struct Entry {
    SteadyTime due;
    std::uint64_t number;  // those due together go in the order they came
    std::function<void()> what;
  };
  struct LaterDue {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.due != b.due ? a.due > b.due : a.number > b.number;
    }
  };
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::priority_queue<Entry, std::vector<Entry>, LaterDue> entries_;
  std::uint64_t added_ = 0;
  bool ends_ = false;

  std::thread thread_;  // the last member: it uses all the others
};

}  // namespace bsg_exporter::simulator
