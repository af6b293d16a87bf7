#pragma once

#include <cstddef>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::collect {

// A limit to how many requests a second are started. They are spread evenly; a
// wake-up that comes late by up to 20 ms costs nothing, because the next one
// counts from when it should have come. One thread. Without a limit it does not
// even look at the clock: that costs as much as all the rest of a request's
// accounting.
class Pace {
 public:
  // 0: no limit. Borrows the clock.
  Pace(std::size_t per_second, const Clock& clock) : clock_(clock) {
    SetLimit(per_second);
  }

  // From the next request on.
  void SetLimit(std::size_t per_second) {
    gap_ = per_second == 0 ? Duration::zero()
                           : Duration(std::chrono::seconds(1)) /
                                 static_cast<Duration::rep>(per_second);
  }

  bool Allows() const {
    return gap_ == Duration::zero() || clock_.Steady() >= next_;
  }
  void Started() {
    if (gap_ == Duration::zero()) return;
    constexpr std::chrono::milliseconds kMadeUp(20);
    const SteadyTime now = clock_.Steady();
    next_ = (next_ < now - kMadeUp ? now : next_) + gap_;
  }
  // When the next may start.
  SteadyTime next() const { return next_; }

 private:
  const Clock& clock_;
  Duration gap_{};
  SteadyTime next_ = SteadyTime::min();
};

}  // namespace bsg_exporter::collect
