#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "bsg_exporter/base/log.h"

namespace bsg_exporter {

// Keeps what was logged: "level msg key=value …", values as they came.
class CaptureLog final : public Logger {
 public:
  // Lines below this level are dropped from now on: hours of scrapes log one
  // a request.
  void KeepFrom(LogLevel level) { from_ = level; }

  void Log(LogLevel level, std::string_view message,
           std::initializer_list<LogField> fields) override {
    if (level < from_) return;
    std::string line =
        std::string(ToString(level)) + " " + std::string(message);
    for (const LogField& field : fields) {
      line += " " + std::string(field.key) + "=" + field.value;
    }
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }

  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  // The lines at info and above.
  std::vector<std::string> notable() const {
    std::vector<std::string> found;
    for (const std::string& line : lines()) {
      if (!line.starts_with("debug ")) found.push_back(line);
    }
    return found;
  }

 private:
  std::atomic<LogLevel> from_ = LogLevel::kDebug;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;  // guarded by mutex_
};

}  // namespace bsg_exporter
