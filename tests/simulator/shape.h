#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bsg_exporter::simulator {

// How a campaign's document is written down. The vendor's pages, its OpenAPI
// file and its SDKs contradict each other; every form that one of them shows
// can be had, and all of them hold the same numbers.
enum class Envelope { kData, kLocale, kBare };
enum class Names {
  kSpec,   // type, started_at, actual_start_at
  kTable,  // type, start_at, real_start_at
  kHelp,   // message_type, start_at, real_start_at
  kSms,    // type, start_date, actual_start_at
};
enum class StatisticsForm { kObject, kArrayOfOne, kArrayOfCounters, kEmpty };
// Which counters are written although they are 0; others only if they are not.
enum class CounterSet { kAll13, kPage11, kSms10, kNonZero };
// What stands in alternative_channels when there is no fallback.
enum class NoFallback { kNull, kEmptyArray, kEmptyObject, kAbsent };
enum class PriceForm { kSevenDecimals, kTwoDecimals, kNumber };

struct Shape {
  Envelope envelope = Envelope::kData;
  Names names = Names::kSpec;
  StatisticsForm statistics = StatisticsForm::kObject;
  CounterSet counters = CounterSet::kAll13;
  NoFallback no_fallback = NoFallback::kNull;
  bool channel_in_array = false;  // "sms": [{…}] instead of "sms": {…}
  PriceForm price = PriceForm::kSevenDecimals;
  char time_separator = ' ';

  friend bool operator==(const Shape&, const Shape&) = default;
};

struct NamedShape {
  std::string_view name;
  Shape shape;
};
// The values of --shape. "empty" never shows a counter.
extern const std::array<NamedShape, 8> kShapes;
std::optional<Shape> ShapeByName(std::string_view name);

// The shape of a campaign whose shape nobody chose: every choice by itself,
// so that combinations come up that no single source shows.
Shape ShapeBySeed(std::uint64_t seed, std::int64_t id);

}  // namespace bsg_exporter::simulator
