#include "exporter/collect/throttle.h"

#include <algorithm>

namespace bsg_exporter::collect {

bool Throttle::Throttled(std::int64_t request,
                         std::optional<Duration> retry_after,
                         std::size_t needed, SteadyTime now) {
  throttled_.insert(request);
  if (!retry_after && throttled_.size() < needed) return false;
  Duration wait = back_off_.first;
  if (retry_after) {
    // A day is as long as an answer can mean; past it somebody must look.
    wait = std::clamp<Duration>(*retry_after, Duration::zero(),
                                std::chrono::hours(24));
  } else {
    for (int i = 0; i < rounds_ && wait < back_off_.most; ++i) wait *= 2;
    wait = std::min(wait, back_off_.most);
    ++rounds_;
  }
  throttled_.clear();
  until_ = std::max(until_.value_or(now), now + wait);
  return true;
}

bool Throttle::Ended(SteadyTime now) {
  if (!until_ || now < *until_) return false;
  until_.reset();
  return true;
}

}  // namespace bsg_exporter::collect
