#pragma once

#include <array>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace bsg_exporter {

// What the levels mean here:
//   error  something yields nothing and somebody should look
//   warn   serving, but less than was asked for
//   info   life cycle and changes of state
//   debug  one line a request
enum class LogLevel { kDebug, kInfo, kWarn, kError };
inline constexpr std::array kAllLogLevels = {LogLevel::kDebug, LogLevel::kInfo,
                                             LogLevel::kWarn, LogLevel::kError};
std::string_view ToString(LogLevel level);

// One `key=value` of a log line. Numbers and booleans are turned into text
// here, so that a call site reads `{"port", port}`. There is no constructor
// from Secret: a secret cannot be logged by mistake.
struct LogField {
  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  LogField(std::string_view k, bool v) : key(k), value(v ? "true" : "false") {}
  template <std::integral N>
  LogField(std::string_view k, N v) : key(k), value(std::to_string(v)) {}
  LogField(std::string_view k, double v);

  std::string_view key;
  std::string value;
};

// Writes log lines. Implementations must be safe to call from any thread and
// must not throw. A line never holds a secret or a response body.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void Log(LogLevel level, std::string_view message,
                   std::initializer_list<LogField> fields = {}) = 0;

  void Debug(std::string_view m, std::initializer_list<LogField> f = {}) {
    Log(LogLevel::kDebug, m, f);
  }
  void Info(std::string_view m, std::initializer_list<LogField> f = {}) {
    Log(LogLevel::kInfo, m, f);
  }
  void Warn(std::string_view m, std::initializer_list<LogField> f = {}) {
    Log(LogLevel::kWarn, m, f);
  }
  void Fail(std::string_view m, std::initializer_list<LogField> f = {}) {
    Log(LogLevel::kError, m, f);
  }
};

enum class LogFormat { kLogfmt, kJson };
inline constexpr std::array kAllLogFormats = {LogFormat::kLogfmt,
                                              LogFormat::kJson};
std::string_view ToString(LogFormat format);

struct LogOptions {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kLogfmt;
  // Called for every line, written or lost, from the thread that wrote it: the
  // way in which lines get counted. May be empty.
  std::function<void(LogLevel)> on_line;
};

// A logger whose level and format may change while others use it: from any
// thread, for the lines that come after.
class AdjustableLogger : public Logger {
 public:
  virtual void Adjust(LogLevel level, LogFormat format) = 0;
};

// A logger to standard error: one line each, `ts`, `level` and `msg` first.
// A full disk, a closed pipe and one that nobody reads lose lines and nothing
// else; the next line that can be written is preceded by one that says how
// many.
std::unique_ptr<AdjustableLogger> NewStderrLogger(LogOptions options);

// One line as the logger prints it, without the line feed: a function of its
// own for the tests, which cannot know the time.
std::string FormatLogLine(LogFormat format, std::string_view timestamp,
                          LogLevel level, std::string_view message,
                          std::initializer_list<LogField> fields);

}  // namespace bsg_exporter
