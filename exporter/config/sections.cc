#include "exporter/config/sections.h"

#include "exporter/config/duration.h"
#include "exporter/config/files.h"

namespace bsg_exporter::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Milliseconds kNone = seconds(0);
constexpr Milliseconds kLeast = Milliseconds(1);
constexpr Milliseconds kDay = hours(24);

void CheckOffset(TableReader& in, const ScrapeConfig& scrape) {
  if (scrape.timeout_offset < scrape.timeout) return;
  const bool given = in.Has("timeout_offset");
  in.Refuse(given ? "timeout_offset" : "timeout",
            "expected a timeout_offset below the timeout, got " +
                ToText(scrape.timeout_offset) + " and " +
                ToText(scrape.timeout));
}

}  // namespace

void Read(TableReader in, DiscoveryConfig& out) {
  in.Boolean("enabled", out.enabled);
  in.Strings("types", {1, 16}, CheckCampaignType, out.types);
  in.Duration("created_within", {hours(1), 60 * kDay}, out.created_within);
  in.Duration("refresh_interval", {seconds(10), kDay}, out.refresh_interval);
  in.Integer("max_campaigns", {1, 100'000}, out.max_campaigns);
}

void Read(TableReader in, ScrapeConfig& out) {
  bool sound = in.Duration("timeout", {kLeast, hours(1)}, out.timeout);
  sound &= in.Duration("timeout_offset", {kNone, hours(1)}, out.timeout_offset);
  if (sound) CheckOffset(in, out);
  in.Duration("request_timeout", {kLeast, minutes(5)}, out.request_timeout);
  in.Integer("concurrency", {1, 1024}, out.concurrency);
  in.Integer("requests_per_second", {0, 100'000}, out.requests_per_second);
  in.Integer("retries", {0, 10}, out.retries);
  in.Duration("min_interval", {kNone, kDay}, out.min_interval);
  in.Duration("max_stale", {kNone, 365 * kDay}, out.max_stale);
}

void Read(TableReader in, RefreshConfig& out) {
  in.Duration("active", {kNone, 30 * kDay}, out.active);
  in.Duration("waiting", {kNone, 30 * kDay}, out.waiting);
  in.Duration("finishing", {kNone, 30 * kDay}, out.finishing);
  in.Duration("settled", {seconds(1), 30 * kDay}, out.settled);
  in.Duration("retire_after", {hours(1), 365 * kDay}, out.retire_after);
  in.DurationOrOff("balance", {kNone, 30 * kDay}, out.balance);
}

void Read(TableReader in, const std::string& folder, const Outside& outside,
          HttpConfig& out) {
  in.Integer("max_response_bytes", {1024, 1 << 30}, out.max_response_bytes);
  in.String("proxy", CheckProxy, out.proxy);
  in.String("ca_file", Both(ReadableFile(folder), outside.ca_file),
            out.ca_file);
}

void Read(TableReader in, LogConfig& out) {
  ReadName(in, "level", kAllLogLevels, out.level);
  ReadName(in, "format", kAllLogFormats, out.format);
}

}  // namespace bsg_exporter::config
