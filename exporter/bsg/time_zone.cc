#include "bsg_exporter/bsg/time_zone.h"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/bsg/scanner.h"

namespace bsg_exporter::bsg {
namespace {

// cctz would take a path as well, from a setting that is to be a name.
bool IsZoneName(std::string_view name) {
  const auto may_stand = [](char c) {
    return IsAlphanumeric(c) || c == '_' || c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && !name.starts_with('/') &&
         std::all_of(name.begin(), name.end(), may_stand);
}

std::optional<std::chrono::local_days> ScanDate(Scanner& scanner) {
  const auto year = scanner.Digits(4, 9999);
  if (!year || *year == 0 || !scanner.Skip('-')) return std::nullopt;
  const auto month = scanner.Digits(2, 12);
  if (!month || !scanner.Skip('-')) return std::nullopt;
  const auto day = scanner.Digits(2, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year{*year},
                                         std::chrono::month{unsigned(*month)},
                                         std::chrono::day{unsigned(*day)});
  if (!date.ok()) return std::nullopt;
  return std::chrono::local_days(date);
}

std::optional<std::chrono::seconds> ScanTimeOfDay(Scanner& scanner) {
  const auto hours = scanner.Digits(2, 23);
  if (!hours || !scanner.Skip(':')) return std::nullopt;
  const auto minutes = scanner.Digits(2, 59);
  if (!minutes || !scanner.Skip(':')) return std::nullopt;
  const auto seconds = scanner.Digits(2, 59);
  if (!seconds) return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds);
}

// What stands behind a decimal point, if there is one. Digits behind the
// sixth are cut off.
std::optional<std::chrono::microseconds> ScanFraction(Scanner& scanner) {
  std::chrono::microseconds fraction{0};
  if (!scanner.Skip('.')) return fraction;
  auto digit = scanner.Digits(1, 9);
  if (!digit) return std::nullopt;
  for (int weight = 100'000; digit; digit = scanner.Digits(1, 9)) {
    fraction += std::chrono::microseconds(*digit * weight);
    weight /= 10;
  }
  return fraction;
}

// "Z", "+03:00", "+0300" or "+03".
std::optional<std::chrono::minutes> ScanOffset(Scanner& scanner) {
  if (scanner.Skip('Z')) return std::chrono::minutes(0);
  const bool west = scanner.Skip('-');
  if (!west && !scanner.Skip('+')) return std::nullopt;
  const auto hours = scanner.Digits(2, 23);
  if (!hours) return std::nullopt;
  std::optional<int> minutes = 0;
  if (scanner.Skip(':') || !scanner.done()) minutes = scanner.Digits(2, 59);
  if (!minutes) return std::nullopt;
  const auto offset =
      std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return west ? -offset : offset;
}

}  // namespace

struct TimeZone::Impl {
  cctz::time_zone zone;
};

TimeZone::TimeZone(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

bool operator==(const TimeZone& a, const TimeZone& b) {
  if (a.impl_ == nullptr || b.impl_ == nullptr) return a.impl_ == b.impl_;
  return a.impl_->zone == b.impl_->zone;
}

TimeZone TimeZone::Utc() { return TimeZone(nullptr); }

Result<TimeZone> TimeZone::Load(const std::string& name) {
  if (name == "UTC") return Utc();
  Impl impl;
  if (!IsZoneName(name) || !cctz::load_time_zone(name, &impl.zone)) {
    return Error{Reason::kInternal,
                 "no such time zone: '" + name +
                     "' (zones other than UTC need the system's tzdata)"};
  }
  return TimeZone(std::make_shared<const Impl>(impl));
}

WallTime TimeZone::At(LocalTime local) const {
  if (impl_ == nullptr) return WallTime(local.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(local);
  const cctz::civil_second civil =
      cctz::civil_second(1970) + seconds.time_since_epoch().count();
  // cctz's `pre` is the reading with the offset before the change.
  return impl_->zone.lookup(civil).pre + (local - seconds);
}

TimeZone::LocalTime TimeZone::Local(WallTime instant) const {
  const LocalTime in_utc(instant.time_since_epoch());
  if (impl_ == nullptr) return in_utc;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  return in_utc + std::chrono::seconds(impl_->zone.lookup(seconds).offset);
}

std::optional<WallTime> ParseTime(std::string_view text, const TimeZone& zone) {
  Scanner scanner(text);
  const auto date = ScanDate(scanner);
  if (!date || !(scanner.Skip(' ') || scanner.Skip('T'))) return std::nullopt;
  const auto time_of_day = ScanTimeOfDay(scanner);
  if (!time_of_day) return std::nullopt;
  const auto fraction = ScanFraction(scanner);
  if (!fraction) return std::nullopt;
  const TimeZone::LocalTime local = *date + *time_of_day + *fraction;
  if (scanner.done()) return zone.At(local);
  const auto offset = ScanOffset(scanner);
  if (!offset || !scanner.done()) return std::nullopt;
  return WallTime(local.time_since_epoch()) - *offset;
}

std::string FormatTime(WallTime time, const TimeZone& zone) {
  const auto local = std::chrono::floor<std::chrono::seconds>(zone.Local(time));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(local - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d",
                static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace bsg_exporter::bsg
