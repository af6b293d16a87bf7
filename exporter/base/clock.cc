#include "bsg_exporter/base/clock.h"

namespace bsg_exporter {

WallTime SystemClock::Wall() const {
  return std::chrono::floor<std::chrono::microseconds>(
      std::chrono::system_clock::now());
}

SteadyTime SystemClock::Steady() const {
  return std::chrono::steady_clock::now();
}

// One division of an exact integer: what prints is the shortest text of the
// very microsecond (a product with 1e-6 would be off in the last digit).
double ToSeconds(WallTime time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1e6;
}

double ToSeconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace bsg_exporter
