#include "exporter/app/watchdog.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/app/environment.h"

namespace bsg_exporter::app {

struct Watchdog::State {
  const std::vector<Thread> threads;
  const std::function<void()> alive;
  Logger& logger;
  // Where the round is; past the last: none is under way.
  std::atomic<std::size_t> at;
  bool warned = false;  // Check()'s alone
};

Watchdog::Watchdog(std::vector<Thread> threads, std::function<void()> alive,
                   Logger& logger)
    : state_(new State{std::move(threads), std::move(alive), logger, {}, {}}) {
  state_->at = state_->threads.size();
}

void Watchdog::Check() {
  const std::size_t at = state_->at;
  if (at < state_->threads.size()) {
    if (std::exchange(state_->warned, true)) return;
    state_->logger.Warn(
        "a thread hangs: the service manager is given no sign of life",
        {{"thread", state_->threads[at].name}});
    return;
  }
  state_->warned = false;
  state_->at = 0;
  GoOn(state_);
}

void Watchdog::GoOn(const std::shared_ptr<State>& state) {
  state->threads[state->at].post([state] {
    if (++state->at < state->threads.size()) return GoOn(state);
    state->alive();
  });
}

Duration TakeWatchdogInterval() {
  const auto microseconds = TakeVariable("WATCHDOG_USEC");
  const auto pid = TakeVariable("WATCHDOG_PID");
  if (!microseconds) return {};
  if (pid && *pid != std::to_string(::getpid())) return {};
  // A year: what is beyond is as good as never.
  constexpr std::int64_t kMost = 365LL * 24 * 3600 * 1'000'000;
  const std::int64_t count = NumberOf<std::int64_t>(*microseconds).value_or(0);
  if (count < 1 || count > kMost) return {};
  return std::chrono::microseconds(count);
}

}  // namespace bsg_exporter::app
