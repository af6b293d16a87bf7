#include "exporter/app/main_loop.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace bsg_exporter::app {
namespace {

SteadyTime Now() { return SystemClock().Steady(); }

timespec ToTimespec(Duration duration) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
  const std::chrono::nanoseconds rest = duration - seconds;
  timespec spec{};
  spec.tv_sec = static_cast<std::time_t>(seconds.count());
  spec.tv_nsec = static_cast<long>(rest.count());
  return spec;
}

}  // namespace

MainLoop::MainLoop() : thread_(pthread_self()) {
  sigemptyset(&stops_);
  sigaddset(&stops_, SIGINT);
  sigaddset(&stops_, SIGTERM);
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) {
    sigaddset(&signals_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void MainLoop::Every(Duration interval, std::function<void()> turn) {
  interval_ = interval;
  turn_ = std::move(turn);
  next_turn_ = Now();
}

void MainLoop::Post(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(work));
  }
  pthread_kill(thread_, SIGUSR1);
}

int MainLoop::Run() {
  for (;;) {
    const int signal = WaitForSignal();
    if (signal == SIGINT || signal == SIGTERM) return signal;
    if (signal == SIGHUP && hangup_) hangup_();
    if (const int stop = DoPosted()) return stop;
    TakeTurn();
  }
}

// Of signals that wait, the system hands over those with low numbers first:
// others could keep SIGTERM waiting for as long as they come.
int MainLoop::PendingStop() {
  constexpr timespec kNow{};
  return std::max(sigtimedwait(&stops_, nullptr, &kNow), 0);
}

// Negative if none came before the next turn.
int MainLoop::WaitForSignal() {
  if (const int stop = PendingStop()) return stop;
  if (next_turn_ == SteadyTime::max()) return sigwaitinfo(&signals_, nullptr);
  const timespec rest =
      ToTimespec(std::max(next_turn_ - Now(), Duration::zero()));
  return sigtimedwait(&signals_, nullptr, &rest);
}

// The signal that ends it, if one came meanwhile: 0 if none did.
int MainLoop::DoPosted() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (const auto& one : work) {
    if (const int stop = PendingStop()) return stop;
    one();
  }
  return 0;
}

void MainLoop::TakeTurn() {
  if (Now() < next_turn_) return;
  // From now, not from when it was due: after a pause there is nothing to
  // catch up with.
  next_turn_ = Now() + interval_;
  turn_();
}

}  // namespace bsg_exporter::app
