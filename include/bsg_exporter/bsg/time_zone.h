#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"

namespace bsg_exporter::bsg {

// A named time zone. The API's timestamps have no zone, and no page of the
// vendor says which one they are in, so it is a setting. A value: copies are
// cheap and may be used from any thread.
class TimeZone {
 public:
  using LocalTime = std::chrono::local_time<std::chrono::microseconds>;

  static TimeZone Utc();

  // By IANA name. "UTC" always works; the others need the system's tzdata.
  // Fails (internal) with a message that says so.
  static Result<TimeZone> Load(const std::string& name);

  // The instant at which a clock on the wall of this zone shows these values.
  // A time that the clock skips or shows twice (summer time) is read with the
  // offset that was in force before.
  WallTime At(LocalTime local) const;

  // What such a clock shows at an instant.
  LocalTime Local(WallTime instant) const;

  // Whether they were loaded by names of the same zone.
  friend bool operator==(const TimeZone& a, const TimeZone& b);

 private:
  struct Impl;
  explicit TimeZone(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;  // null: UTC
};

// "2026-02-11 09:30:05", with a blank or T, with or without a fraction, with
// or without a zone (Z, +03:00, +0300, +03); `zone` holds where there is none.
// Nothing if it is not such a time or names no day of the calendar.
std::optional<WallTime> ParseTime(std::string_view text, const TimeZone& zone);

// "2026-02-11 09:30:05" as a clock of the zone shows it, in whole seconds. For
// the years 1 to 9999.
std::string FormatTime(WallTime time, const TimeZone& zone);

}  // namespace bsg_exporter::bsg
