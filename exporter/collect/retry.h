#pragma once

#include <algorithm>
#include <random>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/session.h"
#include "bsg_exporter/collect/options.h"

namespace bsg_exporter::collect {

// Whether the same request may succeed a moment later.
inline bool IsWorthRetrying(Reason reason) {
  return reason == Reason::kConnect || reason == Reason::kTimeout ||
         reason == Reason::kServerError;
}

// The longest wait before try number `tries` + 1: doubling from 100 ms.
inline Duration LongestRetryDelay(int tries) {
  return std::chrono::milliseconds(100) * (1 << std::clamp(tries - 1, 0, 6));
}

// Half of the wait is by chance, so that campaigns that failed together do not
// come back together.
class RetryDelay {
 public:
  Duration After(int tries) {
    std::uniform_real_distribution<double> part(0.5, 1.0);
    return std::chrono::duration_cast<Duration>(LongestRetryDelay(tries) *
                                                part(random_));
  }

 private:
  std::minstd_rand random_{std::random_device{}()};
};

// How long an account waits after a refused login or an unasked-for pause:
// longer every time, never longer than a settled campaign.
inline bsg::Session::BackOff BackOffOf(const ReadOptions& read) {
  const Duration first =
      std::max<Duration>(read.min_interval, std::chrono::seconds(1));
  return {.first = first, .most = std::max(first, read.refresh.settled)};
}

}  // namespace bsg_exporter::collect
