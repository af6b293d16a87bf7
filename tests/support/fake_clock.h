#pragma once

#include <atomic>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter {

// A clock that stands still until it is moved. Both its faces move together.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(
      WallTime start = WallTime(std::chrono::seconds(1'771'000'000)))
      : start_(start) {}

  WallTime Wall() const override {
    return start_ + std::chrono::duration_cast<std::chrono::microseconds>(
                        Duration(elapsed_.load()));
  }
  SteadyTime Steady() const override {
    // Not at the clock's zero: code that takes 0 for "never" shall fail here.
    return SteadyTime(std::chrono::hours(100) + Duration(elapsed_.load()));
  }

  void Advance(Duration by) { elapsed_ += by.count(); }
  void AdvanceTo(SteadyTime time) {
    if (time > Steady()) Advance(time - Steady());
  }

 private:
  const WallTime start_;
  std::atomic<Duration::rep> elapsed_{0};
};

}  // namespace bsg_exporter
