#include "bsg_exporter/base/log.h"

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <utility>

#include "bsg_exporter/base/utf8.h"
#include "exporter/base/lossy_writer.h"

namespace bsg_exporter {
namespace {

std::string DoubleText(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

// Escapes what would break a quoted logfmt value or a JSON string, which take
// the same escapes, or a terminal. What is not UTF-8 becomes U+FFFD.
void AppendEscaped(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  while (!text.empty()) {
    const std::string_view character = TakeCharacter(text);
    const std::optional<unsigned> control = ControlOf(character);
    if (control == '\n') {
      out += "\\n";
    } else if (control) {
      out += "\\u00";
      out += kHex[*control >> 4];
      out += kHex[*control & 0xf];
    } else {
      if (character == "\"" || character == "\\") out += '\\';
      out += character;
    }
  }
}

bool IsPlain(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f || c == '"' || c == '=' || c == '\\') {
      return false;
    }
  }
  return true;
}

void AppendLogfmt(std::string& out, std::string_view key,
                  std::string_view value) {
  if (!out.empty()) out += ' ';
  out += key;
  out += '=';
  if (IsPlain(value)) {
    out += value;
    return;
  }
  out += '"';
  AppendEscaped(out, value);
  out += '"';
}

void AppendJson(std::string& out, std::string_view key,
                std::string_view value) {
  out += out.empty() ? "{\"" : ",\"";
  out += key;
  out += "\":\"";
  AppendEscaped(out, value);
  out += '"';
}

std::string Timestamp() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  char date[32];
  const std::size_t length = std::strftime(date, sizeof date, "%FT%T", &utc);
  char millis[8];
  std::snprintf(millis, sizeof millis, ".%03dZ",
                static_cast<int>((now - seconds).count()));
  return std::string(date, length) + millis;
}

class StderrLogger final : public AdjustableLogger {
 public:
  explicit StderrLogger(LogOptions options)
      : level_(options.level),
        format_(options.format),
        on_line_(std::move(options.on_line)) {}

  void Log(LogLevel level, std::string_view message,
           std::initializer_list<LogField> fields) override {
    if (level < level_.load(std::memory_order_relaxed)) return;
    Write(Line(level, message, fields));
    if (on_line_) on_line_(level);
  }

  void Adjust(LogLevel level, LogFormat format) override {
    level_.store(level, std::memory_order_relaxed);
    format_.store(format, std::memory_order_relaxed);
  }

 private:
  std::string Line(LogLevel level, std::string_view message,
                   std::initializer_list<LogField> fields) const {
    return FormatLogLine(format_.load(std::memory_order_relaxed), Timestamp(),
                         level, message, fields) +
           '\n';
  }

  // Lines that could not be written are told of by the next that can.
  void Write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    const std::string lost =
        lost_ == 0 ? ""
                   : Line(LogLevel::kWarn, "lines of log could not be written",
                          {{"lines", lost_}});
    lost_ = writer_.Write(lost + line) ? 0 : lost_ + 1;
  }

  std::atomic<LogLevel> level_;
  std::atomic<LogFormat> format_;
  const std::function<void(LogLevel)> on_line_;
  std::mutex mutex_;
  LossyWriter writer_{STDERR_FILENO};  // guarded by mutex_
  std::uint64_t lost_ = 0;             // guarded by mutex_
};

}  // namespace

LogField::LogField(std::string_view k, double v)
    : key(k), value(DoubleText(v)) {}

std::string_view ToString(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

std::string_view ToString(LogFormat format) {
  return format == LogFormat::kJson ? "json" : "logfmt";
}

std::string FormatLogLine(LogFormat format, std::string_view timestamp,
                          LogLevel level, std::string_view message,
                          std::initializer_list<LogField> fields) {
  const auto append = format == LogFormat::kLogfmt ? AppendLogfmt : AppendJson;
  std::string line;
  append(line, "ts", timestamp);
  append(line, "level", ToString(level));
  append(line, "msg", message);
  for (const LogField& field : fields) append(line, field.key, field.value);
  if (format == LogFormat::kJson) line += '}';
  return line;
}

std::unique_ptr<AdjustableLogger> NewStderrLogger(LogOptions options) {
  return std::make_unique<StderrLogger>(std::move(options));
}

}  // namespace bsg_exporter
