#include "bsg_exporter/base/log.h"

#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <utility>

#include "exporter/base/lossy_writer.h"

namespace bsg_exporter {
namespace {

std::string DoubleText(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

// Escapes what would break a quoted logfmt value or a JSON string; both take
// the same escapes.
void AppendEscaped(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 0xf];
    } else {
      out += c;
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

// Lines that could not be written are told of by the next that can.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit StderrSink(LogFormat format) : format_(format) {}

  void SetFormat(LogFormat format) {
    format_.store(format, std::memory_order_relaxed);
  }
  LogFormat format() const { return format_.load(std::memory_order_relaxed); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string text;
    if (lost_ > 0) {
      text = FormatLogLine(format(), Timestamp(), LogLevel::kWarn,
                           "lines of log could not be written",
                           {{"lines", lost_}});
      text += '\n';
    }
    text.append(message.payload.data(), message.payload.size());
    text += '\n';
    lost_ = writer_.Write(text) ? 0 : lost_ + 1;
  }
  void flush_() override {}

  std::atomic<LogFormat> format_;
  LossyWriter writer_{STDERR_FILENO};
  std::uint64_t lost_ = 0;
};

class StderrLogger final : public AdjustableLogger {
 public:
  explicit StderrLogger(LogOptions options)
      : level_(options.level),
        on_line_(std::move(options.on_line)),
        sink_(options.format) {}

  void Log(LogLevel level, std::string_view message,
           std::initializer_list<LogField> fields) override {
    if (level < level_.load(std::memory_order_relaxed)) return;
    const std::string line =
        FormatLogLine(sink_.format(), Timestamp(), level, message, fields);
    sink_.log({{}, spdlog::level::info, line});
    if (on_line_) on_line_(level);
  }

  void Adjust(LogLevel level, LogFormat format) override {
    level_.store(level, std::memory_order_relaxed);
    sink_.SetFormat(format);
  }

 private:
  std::atomic<LogLevel> level_;
  const std::function<void(LogLevel)> on_line_;
  StderrSink sink_;
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
