#include "exporter/metrics/process_metrics.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/text.h"
#include "exporter/metrics/self_families.h"

namespace bsg_exporter::metrics {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20;  // /proc/stat of a large machine

std::optional<double> Number(std::string_view text) {
  const auto value = NumberOf<std::uint64_t>(text);
  if (!value) return std::nullopt;
  return static_cast<double>(*value);
}

// The nth word of a text, from 0, words parted by white space.
std::string_view Word(std::string_view text, std::size_t n) {
  constexpr std::string_view kBlanks = " \t\n";
  for (;;) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    if (n-- == 0) return text.substr(0, end);
    text.remove_prefix(end);
  }
}

// What follows `key` on the line that starts with it.
std::string_view LineAfter(std::string_view text, std::string_view key) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (line.starts_with(key)) return line.substr(key.size());
    begin = end + 1;
  }
  return {};
}

std::string Read(const std::string& path) {
  Result<std::string> text = ReadFile(path, kMaxBytes);
  return text.ok() ? std::move(text).value() : std::string();
}

// /proc/self/stat behind the command, which may hold blanks and parentheses.
class SelfStat {
 public:
  explicit SelfStat(const std::string& proc)
      : text_(Read(proc + "/self/stat")) {
    const std::size_t end = text_.rfind(')');
    if (end == std::string::npos) return;
    fields_ = std::string_view(text_).substr(end + 1);
  }
  SelfStat(const SelfStat&) = delete;
  SelfStat& operator=(const SelfStat&) = delete;

  // By the number that proc(5) gives the field; the command is number 2.
  std::optional<double> Field(std::size_t number) const {
    return Number(Word(fields_, number - 3));
  }

 private:
  const std::string text_;
  std::string_view fields_;
};

double TicksPerSecond() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

std::optional<double> ReadStartTime(const std::string& proc) {
  const auto started = SelfStat(proc).Field(22);
  const auto boot = Number(Word(LineAfter(Read(proc + "/stat"), "btime "), 0));
  if (!started || !boot) return std::nullopt;
  return *boot + *started / TicksPerSecond();
}

std::optional<double> CpuSeconds(const SelfStat& stat) {
  const auto user = stat.Field(14);
  const auto system = stat.Field(15);
  if (!user || !system) return std::nullopt;
  return (*user + *system) / TicksPerSecond();
}

std::optional<double> ResidentMemory(const SelfStat& stat) {
  const auto pages = stat.Field(24);
  if (!pages) return std::nullopt;
  return *pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

std::optional<double> OpenFds(const std::string& proc) {
  std::error_code error;
  std::filesystem::directory_iterator entry(proc + "/self/fd", error);
  double count = 0;
  while (!error && entry != std::filesystem::directory_iterator()) {
    ++count;
    entry.increment(error);
  }
  if (error) return std::nullopt;
  return count;
}

std::optional<double> MaxFds(const std::string& proc) {
  const std::string limits = Read(proc + "/self/limits");
  return Number(Word(LineAfter(limits, "Max open files "), 0));
}

void Append(const CatalogueEntry& entry, std::optional<double> value,
            std::vector<prometheus::MetricFamily>& families) {
  if (!value) return;
  const bool is_counter = entry.family.type == Type::kCounter;
  prometheus::ClientMetric metric;
  (is_counter ? metric.counter.value : metric.gauge.value) = *value;
  families.push_back({std::string(entry.family.name),
                      std::string(entry.family.help),
                      is_counter ? prometheus::MetricType::Counter
                                 : prometheus::MetricType::Gauge,
                      {std::move(metric)}});
}

}  // namespace

ProcessMetrics::ProcessMetrics(std::string proc)
    : proc_(std::move(proc)), start_time_(ReadStartTime(proc_)) {}

void ProcessMetrics::Collect(
    std::vector<prometheus::MetricFamily>& families) const {
  const SelfStat stat(proc_);
  Append(self::kCpuSeconds, CpuSeconds(stat), families);
  Append(self::kMaxFds, MaxFds(proc_), families);
  Append(self::kOpenFds, OpenFds(proc_), families);
  Append(self::kResidentMemory, ResidentMemory(stat), families);
  Append(self::kStartTime, start_time_, families);
  Append(self::kVirtualMemory, stat.Field(23), families);
}

}  // namespace bsg_exporter::metrics
