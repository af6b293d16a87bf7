#pragma once

#include <algorithm>
#include <cstddef>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::web {

// A bucket of tokens that fills at `per_second` and holds one second's worth:
// so many at once, and so many a second in the long run. 0: no limit.
class RateLimiter {
 public:
  RateLimiter(std::size_t per_second, SteadyTime now)
      : per_second_(per_second),
        rate_(static_cast<double>(per_second)),
        tokens_(rate_),
        filled_(now) {}

  std::size_t per_second() const { return per_second_; }

  // Whether one more may pass.
  bool Take(SteadyTime now) {
    if (rate_ == 0) return true;
    tokens_ = std::min(rate_, tokens_ + rate_ * ToSeconds(now - filled_));
    filled_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  std::size_t per_second_;
  double rate_;
  double tokens_;
  SteadyTime filled_;
};

}  // namespace bsg_exporter::web
