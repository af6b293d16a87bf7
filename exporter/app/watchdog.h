#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"

namespace bsg_exporter::app {

// Whether the program's threads still take up work. A round goes from one to
// the next, each doing its part when it gets round to it; only one that has
// come through them all is a sign of life. So a thread that hangs stops the
// signs, and one that merely waits for something does not.
class Watchdog {
 public:
  struct Thread {
    std::string name;
    // Has the work done on that thread, soon, and does not wait for it.
    std::function<void(std::function<void()> work)> post;
  };

  // `alive` is called on the last of the threads. The logger is borrowed, and
  // outlives the threads.
  Watchdog(std::vector<Thread> threads, std::function<void()> alive,
           Logger& logger);

  // Begins a round, unless the one before has not come through: then it is
  // said, once, which thread holds it up.
  void Check();

 private:
  struct State;
  static void GoOn(const std::shared_ptr<State>& state);

  // Shared with the work under way, which may outlive this object.
  const std::shared_ptr<State> state_;
};

// How often the service manager wants a sign of life, by WATCHDOG_USEC and
// WATCHDOG_PID, which are gone afterwards; zero if it does not, or if they are
// not meant for this process. Call it before there is a second thread.
Duration TakeWatchdogInterval();

}  // namespace bsg_exporter::app
