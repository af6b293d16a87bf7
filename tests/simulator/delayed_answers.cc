#include "tests/simulator/delayed_answers.h"

#include <utility>

namespace bsg_exporter::simulator {

DelayedAnswers::DelayedAnswers() : thread_([this] { Run(); }) {}

DelayedAnswers::~DelayedAnswers() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void DelayedAnswers::After(Duration delay, std::function<void()> what) {
  {
    const std::lock_guard lock(mutex_);
    entries_.push(
        {std::chrono::steady_clock::now() + delay, ++added_, std::move(what)});
  }
  changed_.notify_one();
}

void DelayedAnswers::Run() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    if (entries_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const SteadyTime due = entries_.top().due;
    if (std::chrono::steady_clock::now() < due) {
      changed_.wait_until(lock, due);
      continue;
    }
    const std::function<void()> what = entries_.top().what;
    entries_.pop();
    lock.unlock();
    what();
    lock.lock();
  }
}

}  // namespace bsg_exporter::simulator
