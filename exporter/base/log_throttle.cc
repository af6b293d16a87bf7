#include "bsg_exporter/base/log_throttle.h"

#include <cstddef>

namespace bsg_exporter {
namespace {
constexpr std::size_t kMaxSubjects = 16384;
}

std::optional<std::uint64_t> LogThrottle::Pass(const std::string& subject,
                                               const std::string& what) {
  const SteadyTime now = clock_.Steady();
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kMaxSubjects && !entries_.contains(subject)) {
    entries_.clear();
  }
  const auto [it, is_new] = entries_.try_emplace(subject, Entry{what, now});
  if (is_new) return 0;
  Entry& entry = it->second;
  if (entry.what == what && now - entry.written < interval_) {
    ++entry.held_back;
    return std::nullopt;
  }
  const std::uint64_t held_back = entry.what == what ? entry.held_back : 0;
  entry = Entry{what, now};
  return held_back;
}

bool LogThrottle::Clear(const std::string& subject) {
  const std::lock_guard lock(mutex_);
  return entries_.erase(subject) > 0;
}

}  // namespace bsg_exporter
