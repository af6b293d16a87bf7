#pragma once

#include <cstddef>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::collect {

// A limit to how many requests a second are started. They are spread evenly; a
// wake-up that comes late by up to 20 ms costs nothing, because the next one
// counts from when it should have come. One thread.
class Pace {
 public:
  // 0: no limit.
  explicit Pace(std::size_t per_second)
      : gap_(per_second == 0 ? Duration::zero()
                             : Duration(std::chrono::seconds(1)) /
                                   static_cast<Duration::rep>(per_second)) {}

  bool Allows(SteadyTime now) const { return now >= next_; }
  void Started(SteadyTime now) {
    constexpr std::chrono::milliseconds kMadeUp(20);
    next_ = (next_ < now - kMadeUp ? now : next_) + gap_;
  }
  // When the next may start.
  SteadyTime next() const { return next_; }

 private:
  const Duration gap_;
  SteadyTime next_ = SteadyTime::min();
};

}  // namespace bsg_exporter::collect
