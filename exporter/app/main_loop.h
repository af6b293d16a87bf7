#pragma once

#include <pthread.h>
#include <signal.h>

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::app {

// What the main thread does while the others serve: it waits for signals, for
// work that others hand to it, and for its turn to do what recurs. It may
// block, as those that serve may not.
class MainLoop {
 public:
  // Make it before there are other threads: SIGINT, SIGTERM, SIGHUP and
  // SIGUSR1, which wakes it, are blocked in them all and come here alone.
  // SIGPIPE is ignored.
  MainLoop();
  MainLoop(const MainLoop&) = delete;
  MainLoop& operator=(const MainLoop&) = delete;

  // What SIGHUP means.
  void OnHangup(std::function<void()> hangup) { hangup_ = std::move(hangup); }
  // Something to do again and again, from now on.
  void Every(Duration interval, std::function<void()> turn);

  // From any thread, before Run() too.
  void Post(std::function<void()> work);

  // Until SIGINT or SIGTERM, which it returns. Neither waits for more than what
  // is being done; what is posted then is left undone.
  int Run();

 private:
  int PendingStop();
  int WaitForSignal();
  int DoPosted();
  void TakeTurn();

  const pthread_t thread_;
  sigset_t stops_{};
  sigset_t signals_{};
  std::function<void()> hangup_;

  Duration interval_{};  // zero: nothing recurs
  std::function<void()> turn_;
  SteadyTime next_turn_ = SteadyTime::max();

  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;  // guarded by mutex_
};

}  // namespace bsg_exporter::app
