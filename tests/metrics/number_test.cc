#include "exporter/metrics/number.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace bsg_exporter::metrics {
namespace {

using Limits = std::numeric_limits<double>;

std::string Format(double value) {
  char text[kMaxNumber];
  return {text, FormatNumber(value, text)};
}

TEST(FormatNumberTest, WholeNumbersHaveNoExponentBelow1e15) {
  EXPECT_EQ(Format(0), "0");
  EXPECT_EQ(Format(7), "7");
  EXPECT_EQ(Format(-42), "-42");
  EXPECT_EQ(Format(1e6), "1000000");
  EXPECT_EQ(Format(999999999999999), "999999999999999");
  EXPECT_EQ(Format(-999999999999999), "-999999999999999");
  EXPECT_EQ(Format(1e15), "1e+15");
  EXPECT_EQ(Format(-1e15), "-1e+15");
}

TEST(FormatNumberTest, FractionsAreAsShortAsTheyCanBe) {
  EXPECT_EQ(Format(0.1), "0.1");
  EXPECT_EQ(Format(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Format(-0.16), "-0.16");
  EXPECT_EQ(Format(1771000000.5), "1771000000.5");
  EXPECT_EQ(Format(1e-7), "1e-07");
}

TEST(FormatNumberTest, TheEndsOfTheRange) {
  EXPECT_EQ(Format(Limits::max()), "1.7976931348623157e+308");
  EXPECT_EQ(Format(Limits::lowest()), "-1.7976931348623157e+308");
  EXPECT_EQ(Format(Limits::min()), "2.2250738585072014e-308");
  EXPECT_EQ(Format(Limits::denorm_min()), "5e-324");
  EXPECT_EQ(Format(-0.0), "-0");
}

TEST(FormatNumberTest, WhatIsNoNumber) {
  EXPECT_EQ(Format(Limits::quiet_NaN()), "NaN");
  EXPECT_EQ(Format(-Limits::quiet_NaN()), "NaN");
  EXPECT_EQ(Format(Limits::infinity()), "+Inf");
  EXPECT_EQ(Format(-Limits::infinity()), "-Inf");
}

TEST(FormatNumberTest, EveryNumberReadsBackToItself) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = Format(value);
    double back = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(error, std::errc()) << text;
    ASSERT_EQ(end, text.data() + text.size()) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back),
              std::bit_cast<std::uint64_t>(value))
        << text;
  }
}

std::string Bound(double value) {
  char text[kMaxNumber];
  return {text, FormatBound(value, text)};
}

// The examples of OpenMetrics, "Considerations: Canonical Numbers".
TEST(FormatBoundTest, IsSpelledAsOpenMetricsHasIt) {
  EXPECT_EQ(Bound(0), "0.0");
  EXPECT_EQ(Bound(1), "1.0");
  EXPECT_EQ(Bound(10), "10.0");
  EXPECT_EQ(Bound(100000), "100000.0");
  EXPECT_EQ(Bound(-1), "-1.0");
  EXPECT_EQ(Bound(0.025), "0.025");
  EXPECT_EQ(Bound(0.0001), "0.0001");
  EXPECT_EQ(Bound(1e-5), "1e-05");
  EXPECT_EQ(Bound(1e6), "1e+06");
  EXPECT_EQ(Bound(1e22), "1e+22");
  EXPECT_EQ(Bound(Limits::infinity()), "+Inf");
  EXPECT_EQ(Bound(-Limits::infinity()), "-Inf");
}

}  // namespace
}  // namespace bsg_exporter::metrics
