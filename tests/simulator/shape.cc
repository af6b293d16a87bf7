#include "tests/simulator/shape.h"

#include "tests/simulator/choices.h"

namespace bsg_exporter::simulator {
namespace {

using enum StatisticsForm;

}  // namespace

const std::array<NamedShape, 8> kShapes = {{
    {"spec", {}},
    {"page",
     {.envelope = Envelope::kLocale,
      .counters = CounterSet::kPage11,
      .no_fallback = NoFallback::kEmptyArray}},
    {"table",
     {.envelope = Envelope::kBare,
      .names = Names::kTable,
      .statistics = kArrayOfOne,
      .counters = CounterSet::kPage11,
      .no_fallback = NoFallback::kAbsent}},
    {"counters",
     {.names = Names::kTable,
      .statistics = kArrayOfCounters,
      .counters = CounterSet::kNonZero,
      .channel_in_array = true}},
    {"help",
     {.names = Names::kHelp,
      .statistics = kArrayOfOne,
      .counters = CounterSet::kSms10,
      .no_fallback = NoFallback::kEmptyArray,
      .price = PriceForm::kTwoDecimals}},
    {"sms",
     {.envelope = Envelope::kBare,
      .names = Names::kSms,
      .counters = CounterSet::kSms10,
      .no_fallback = NoFallback::kAbsent}},
    {"number",
     {.no_fallback = NoFallback::kEmptyObject,
      .price = PriceForm::kNumber,
      .time_separator = 'T'}},
    {"empty", {.statistics = kEmpty, .no_fallback = NoFallback::kEmptyArray}},
}};

std::optional<Shape> ShapeByName(std::string_view name) {
  for (const NamedShape& named : kShapes) {
    if (named.name == name) return named.shape;
  }
  return std::nullopt;
}

Shape ShapeBySeed(std::uint64_t seed, std::int64_t id) {
  Choices choose(Mix(seed, 0x5a9e), static_cast<std::uint64_t>(id));
  Shape shape;
  shape.envelope = choose.OneOf(
      {Envelope::kData, Envelope::kData, Envelope::kLocale, Envelope::kBare});
  shape.names =
      choose.OneOf({Names::kSpec, Names::kTable, Names::kHelp, Names::kSms});
  shape.statistics =
      choose.OneOf({kObject, kObject, kArrayOfOne, kArrayOfCounters});
  shape.counters =
      choose.OneOf({CounterSet::kAll13, CounterSet::kAll13, CounterSet::kPage11,
                    CounterSet::kSms10, CounterSet::kNonZero});
  shape.no_fallback =
      choose.OneOf({NoFallback::kNull, NoFallback::kEmptyArray,
                    NoFallback::kEmptyObject, NoFallback::kAbsent});
  shape.channel_in_array = choose.Below(4) == 0;
  shape.price = choose.OneOf(
      {PriceForm::kSevenDecimals, PriceForm::kTwoDecimals, PriceForm::kNumber});
  shape.time_separator = choose.Below(8) == 0 ? 'T' : ' ';
  return shape;
}

}  // namespace bsg_exporter::simulator
