#include "bsg_exporter/bsg/time_zone.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::bsg {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

std::optional<WallTime> Utc(const std::string& text) {
  return ParseTime(text, TimeZone::Utc());
}

TimeZone Zone(const std::string& name) {
  Result<TimeZone> zone = TimeZone::Load(name);
  EXPECT_THAT(zone, IsOk());
  return zone.ok() ? std::move(zone).value() : TimeZone::Utc();
}

constexpr WallTime kMorning = sys_days{2026y / 2 / 11} + 9h + 30min + 5s;

TEST(ParseTimeTest, TakesABlankOrT) {
  EXPECT_EQ(Utc("2026-02-11 09:30:05"), kMorning);
  EXPECT_EQ(Utc("2026-02-11T09:30:05"), kMorning);
}

TEST(ParseTimeTest, KeepsSixDigitsOfAFraction) {
  EXPECT_EQ(Utc("2026-02-11 09:30:05.5"), kMorning + 500ms);
  EXPECT_EQ(Utc("2026-02-11 09:30:05.000001"), kMorning + 1us);
  EXPECT_EQ(Utc("2026-02-11 09:30:05.1234569999"), kMorning + 123456us);
  EXPECT_EQ(Utc("2026-02-11T09:30:05.000Z"), kMorning);
}

TEST(ParseTimeTest, TakesAZone) {
  EXPECT_EQ(Utc("2026-02-11T09:30:05Z"), kMorning);
  for (const char* text :
       {"2026-02-11T12:30:05+03:00", "2026-02-11 12:30:05+0300",
        "2026-02-11T12:30:05+03", "2026-02-11 06:00:05-03:30",
        "2026-02-11 06:00:05-0330"}) {
    EXPECT_EQ(Utc(text), kMorning) << text;
    EXPECT_EQ(ParseTime(text, Zone("Asia/Tokyo")), kMorning) << text;
  }
  EXPECT_EQ(Utc("2026-02-11 12:30:05.25+03:00"), kMorning + 250ms);
}

TEST(ParseTimeTest, KnowsTheCalendar) {
  EXPECT_EQ(Utc("2024-02-29 00:00:00"), WallTime(sys_days{2024y / 2 / 29}));
  EXPECT_EQ(Utc("0001-01-01 00:00:00"), WallTime(sys_days{1y / 1 / 1}));
  EXPECT_EQ(Utc("9999-12-31 23:59:59"),
            WallTime(sys_days{9999y / 12 / 31} + 24h - 1s));
  for (const char* no_day :
       {"2026-02-29 00:00:00", "2026-02-30 00:00:00", "2026-04-31 00:00:00",
        "2026-13-01 00:00:00", "2026-00-10 00:00:00", "2026-01-00 00:00:00",
        "0000-00-00 00:00:00", "0000-01-01 00:00:00", "2026-01-01 24:00:00",
        "2026-01-01 00:60:00", "2026-01-01 00:00:60"}) {
    EXPECT_EQ(Utc(no_day), std::nullopt) << no_day;
  }
}

TEST(ParseTimeTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           "now",
                           "2026-02-11",
                           "2026-02-11 09:30",
                           "2026-02-11 9:30:05",
                           "26-02-11 09:30:05",
                           "12026-02-11 09:30:05",
                           "2026/02/11 09:30:05",
                           "2026-02-11  09:30:05",
                           " 2026-02-11 09:30:05",
                           "2026-02-11 09:30:05 ",
                           "2026-02-11t09:30:05",
                           "2026-02-11 09:30:05.",
                           "2026-02-11 09:30:05.Z",
                           "2026-02-11 09:30:05z",
                           "2026-02-11 09:30:05 +03:00",
                           "2026-02-11 09:30:05+3",
                           "2026-02-11 09:30:05+03:",
                           "-026-02-11 09:30:05",
                           "2026-02-11 09:30:05+030",
                           "2026-02-11 09:30:05+24:00",
                           "2026-02-11 09:30:05+03:60",
                           "2026-02-11 09:30:05+03:000",
                           "2026-02-11 09:30:05ZZ",
                           "2026-02-11 09:30:0x",
                           "2026-02-11 -9:30:05"}) {
    EXPECT_EQ(Utc(text), std::nullopt) << text;
  }
}

TEST(TimeZoneTest, ReadsTheClockOnTheWall) {
  EXPECT_EQ(ParseTime("2026-02-11 11:30:05.5", Zone("Europe/Kyiv")),
            kMorning + 500ms);
  EXPECT_EQ(ParseTime("2026-07-11 12:30:05", Zone("Europe/Kyiv")),
            WallTime(sys_days{2026y / 7 / 11} + 9h + 30min + 5s));
  EXPECT_EQ(ParseTime("2026-02-11 18:30:05", Zone("Asia/Tokyo")), kMorning);
  EXPECT_EQ(ParseTime("1969-12-31 19:00:00.25", Zone("America/New_York")),
            WallTime(250ms));
  EXPECT_EQ(ParseTime("1969-12-31 18:59:59.75", Zone("America/New_York")),
            WallTime(-250ms));
}

// Berlin's clock jumps from 2:00 to 3:00 on 29 March, one hour before UTC.
TEST(TimeZoneTest, ASkippedTimeIsReadWithTheOffsetBefore) {
  EXPECT_EQ(ParseTime("2026-03-29 02:30:00", Zone("Europe/Berlin")),
            WallTime(sys_days{2026y / 3 / 29} + 1h + 30min));
}

TEST(TimeZoneTest, ATimeShownTwiceIsReadWithTheOffsetBefore) {
  EXPECT_EQ(ParseTime("2026-10-25 02:30:00", Zone("Europe/Berlin")),
            WallTime(sys_days{2026y / 10 / 25} + 0h + 30min));
  EXPECT_EQ(ParseTime("2026-10-25 03:00:00", Zone("Europe/Berlin")),
            WallTime(sys_days{2026y / 10 / 25} + 2h));
}

TEST(TimeZoneTest, ShowsAnInstantOnTheWall) {
  const auto noon = local_days{2026y / 2 / 11} + 12h;
  EXPECT_EQ(TimeZone::Utc().Local(sys_days{2026y / 2 / 11} + 12h), noon);
  EXPECT_EQ(Zone("Asia/Tokyo").Local(sys_days{2026y / 2 / 11} + 3h), noon);
  EXPECT_EQ(Zone("America/New_York").Local(WallTime(-250ms)),
            local_days{1969y / 12 / 31} + 19h - 250ms);
}

TEST(TimeZoneTest, WhatTheWallShowsIsReadBack) {
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York"}) {
    const TimeZone zone = Zone(name);
    for (int day = 0; day < 366; ++day) {
      const WallTime time = sys_days{2026y / 1 / 1} + day * 24h + 5h + 123456us;
      EXPECT_EQ(zone.At(zone.Local(time)), time) << name << ", day " << day;
    }
  }
}

TEST(FormatTimeTest, IsWhatTheApiTakes) {
  EXPECT_EQ(FormatTime(kMorning, TimeZone::Utc()), "2026-02-11 09:30:05");
  EXPECT_EQ(FormatTime(kMorning, Zone("Asia/Tokyo")), "2026-02-11 18:30:05");
  EXPECT_EQ(FormatTime(sys_days{1y / 1 / 1}, TimeZone::Utc()),
            "0001-01-01 00:00:00");
  EXPECT_EQ(FormatTime(sys_days{9999y / 12 / 31} + 24h - 1us, TimeZone::Utc()),
            "9999-12-31 23:59:59");
}

TEST(FormatTimeTest, CutsOffAFraction) {
  EXPECT_EQ(FormatTime(kMorning + 999999us, TimeZone::Utc()),
            "2026-02-11 09:30:05");
  EXPECT_EQ(FormatTime(WallTime(-1us), TimeZone::Utc()), "1969-12-31 23:59:59");
}

// Berlin's clock shows 3:00 right after 1:59:59, and 2:00 to 3:00 twice.
TEST(FormatTimeTest, FollowsSummerTime) {
  const TimeZone berlin = Zone("Europe/Berlin");
  const WallTime spring = sys_days{2026y / 3 / 29} + 1h;
  EXPECT_EQ(FormatTime(spring - 1s, berlin), "2026-03-29 01:59:59");
  EXPECT_EQ(FormatTime(spring, berlin), "2026-03-29 03:00:00");
  const WallTime autumn = sys_days{2026y / 10 / 25} + 1h;
  EXPECT_EQ(FormatTime(autumn - 1s, berlin), "2026-10-25 02:59:59");
  EXPECT_EQ(FormatTime(autumn, berlin), "2026-10-25 02:00:00");
}

TEST(TimeZoneTest, CopiesAreTheSameZone) {
  const TimeZone tokyo = Zone("Asia/Tokyo");
  const TimeZone copy = tokyo;
  const auto noon = local_days{2026y / 2 / 11} + 12h;
  EXPECT_EQ(copy.At(noon), tokyo.At(noon));
  EXPECT_EQ(copy.At(noon), WallTime(sys_days{2026y / 2 / 11} + 3h));
  EXPECT_EQ(Zone("UTC").At(noon), WallTime(sys_days{2026y / 2 / 11} + 12h));
}

TEST(TimeZoneTest, RefusesWhatIsNoName) {
  for (const char* name :
       {"", "Europe/Atlantis", "/etc/localtime", "../zoneinfo/Europe/Kyiv",
        "Europe/../Europe/Kyiv", "file:/etc/localtime", "Europe", "+03:00"}) {
    EXPECT_THAT(
        TimeZone::Load(name),
        FailsWith(Reason::kInternal,
                  "no such time zone: '" + std::string(name) +
                      "' (zones other than UTC need the system's tzdata)"))
        << name;
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg
