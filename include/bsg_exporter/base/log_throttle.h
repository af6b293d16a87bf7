#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter {

// Keeps a lasting trouble from filling the disk: the first line about a
// subject passes, so does every line that says something new about it; the
// same thing again passes once a minute and says how often it was held back.
// Safe to call from any thread. Remembers a bounded number of subjects; past
// the bound it forgets all and starts afresh (a line too many, never one lost).
class LogThrottle {
 public:
  explicit LogThrottle(const Clock& clock,
                       Duration interval = std::chrono::minutes(1))
      : clock_(clock), interval_(interval) {}

  // Whether the line (what is to be said about subject) shall be written now;
  // if so, how many like it were held back since the last one.
  std::optional<std::uint64_t> Pass(const std::string& subject,
                                    const std::string& what);

  // The trouble is over: true if there was one to speak of.
  bool Clear(const std::string& subject);

 private:
  struct Entry {
    std::string what;
    SteadyTime written;
    std::uint64_t held_back = 0;
  };

  const Clock& clock_;
  const Duration interval_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;  // guarded by mutex_
};

}  // namespace bsg_exporter
