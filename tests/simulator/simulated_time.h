#pragma once

#include "bsg_exporter/base/clock.h"
#include "tests/simulator/campaign_plan.h"

namespace bsg_exporter::simulator {

// The time in which the campaigns live: runs `speed` times as fast as the
// clock on the wall, from `start`. `clock` is borrowed.
class SimulatedTime {
 public:
  SimulatedTime(const Clock& clock, Instant start, double speed)
      : clock_(clock), speed_(speed), base_(start), since_(clock.Steady()) {}

  Instant Now() const {
    if (frozen_) return base_;
    const auto passed = clock_.Steady() - since_;
    return base_ + std::chrono::duration_cast<Span>(passed * speed_);
  }

  void Advance(Span by) { base_ += by; }

  void Freeze() {
    base_ = Now();
    frozen_ = true;
  }
  void Thaw() {
    base_ = Now();
    since_ = clock_.Steady();
    frozen_ = false;
  }

  double speed() const { return speed_; }
  bool frozen() const { return frozen_; }

 private:
  const Clock& clock_;
  const double speed_;
  Instant base_;
  SteadyTime since_;
  bool frozen_ = false;
};

}  // namespace bsg_exporter::simulator
