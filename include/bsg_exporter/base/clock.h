#pragma once

#include <chrono>

namespace bsg_exporter {

// Points on the calendar, UTC. Microseconds: as fine as the API's times can
// be, and wide enough for any year that they can name.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

// Points on a clock that never jumps: for deadlines, ages and intervals.
using SteadyTime = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

// Where time comes from. Tests give a clock that they move by hand; whatever
// decides by the time takes a Clock, so that nothing in its tests has to wait.
// The system's own is for what stamps a line of log, and for those that wait in
// the system: the main loop and the server. Implementations must be safe to
// call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime Wall() const = 0;
  virtual SteadyTime Steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime Wall() const override;
  SteadyTime Steady() const override;
};

// Unix time in seconds, as metrics have it.
double ToSeconds(WallTime time);
double ToSeconds(Duration duration);

}  // namespace bsg_exporter
