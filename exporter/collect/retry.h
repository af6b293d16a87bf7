#pragma once

#include <algorithm>
#include <random>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"

namespace bsg_exporter::collect {

// Whether the same request may succeed a moment later.
inline bool IsWorthRetrying(Reason reason) {
  return reason == Reason::kConnect || reason == Reason::kTimeout ||
         reason == Reason::kServerError;
}

// How long to wait before try number `tries` + 1: doubling from 100 ms, half
// of it by chance, so that campaigns that failed together do not come back
// together.
inline Duration RetryDelay(int tries) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto longest =
      std::chrono::milliseconds(100) * (1 << std::clamp(tries - 1, 0, 6));
  std::uniform_real_distribution<double> part(0.5, 1.0);
  return std::chrono::duration_cast<Duration>(longest * part(random));
}

}  // namespace bsg_exporter::collect
