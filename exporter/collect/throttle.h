#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/session.h"

namespace bsg_exporter::collect {

// Whether an account is held back because the API asked for fewer requests.
// One thread.
//
// A 429 or 503 that names a time is believed at once. Without one, it takes
// three different requests of a batch: the API's only documented 429 is about
// a single duplicate request.
class Throttle {
 public:
  using BackOff = bsg::Session::BackOff;
  explicit Throttle(BackOff back_off) : back_off_(back_off) {}

  // For the pauses to come.
  void SetBackOff(BackOff back_off) { back_off_ = back_off; }

  void NewBatch() { throttled_.clear(); }

  // `request` was throttled; `needed` different ones are believed. True if
  // the account is held back from now on.
  bool Throttled(std::int64_t request, std::optional<Duration> retry_after,
                 std::size_t needed, SteadyTime now);
  void Accepted() { rounds_ = 0; }

  bool HoldsBack(SteadyTime now) const { return until_ && now < *until_; }
  std::optional<SteadyTime> until() const { return until_; }
  // Once the time is over: true the first time it is asked.
  bool Ended(SteadyTime now);

 private:
  BackOff back_off_;
  std::set<std::int64_t> throttled_;
  int rounds_ = 0;  // pauses of our own choice in a row
  std::optional<SteadyTime> until_;
};

}  // namespace bsg_exporter::collect
