#include "exporter/config/duration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

TEST(ParseDurationTest, AddsNumbersWithUnits) {
  EXPECT_THAT(ParseDuration("0s"), IsOkAndHolds(Milliseconds(0)));
  EXPECT_THAT(ParseDuration("500ms"), IsOkAndHolds(Milliseconds(500)));
  EXPECT_THAT(ParseDuration("015s"), IsOkAndHolds(Milliseconds(15'000)));
  EXPECT_THAT(ParseDuration("5m"), IsOkAndHolds(Milliseconds(300'000)));
  EXPECT_THAT(ParseDuration("1h30m"), IsOkAndHolds(Milliseconds(5'400'000)));
  EXPECT_THAT(ParseDuration("30d"), IsOkAndHolds(Milliseconds(2'592'000'000)));
  EXPECT_THAT(ParseDuration("1d1h1m1s1ms"),
              IsOkAndHolds(Milliseconds(90'061'001)));
}

TEST(ParseDurationTest, RefusesWhatIsNotAListOfNumbersWithUnits) {
  for (const std::string text :
       {"",     "0",   "15",    "s",    "-5s",  "+5s",      "1.5s",
        "1 s",  " 1s", "1s ",   "5S",   "1w",   "1y",       "1us",
        "1h30", "1hh", "30m1h", "5s5s", "1m1m", "\xc2\xb5s"}) {
    EXPECT_THAT(ParseDuration(text),
                FailsWith(Reason::kInternal,
                          "expected a duration such as \"500ms\", \"15s\" or "
                          "\"1h30m\", got '" +
                              text + "'"));
  }
}

TEST(ParseDurationTest, RefusesWhatDoesNotFit) {
  constexpr auto kMost = Milliseconds::max();
  EXPECT_THAT(ParseDuration("9223372036854775807ms"), IsOkAndHolds(kMost));
  for (const std::string text :
       {"9223372036854775808ms", "9223372036854776s", "106751991168d",
        "106751991167d24h", "99999999999999999999999ms",
        "1s9223372036854775807ms"}) {
    EXPECT_THAT(ParseDuration(text),
                FailsWith(Reason::kInternal,
                          "expected a shorter duration, got '" + text + "'"));
  }
}

TEST(DurationTextTest, IsTheShortestThatParsesToTheSame) {
  for (const std::string text :
       {"0s", "1ms", "500ms", "59s", "1m", "1h30m", "30d", "1d1h1m1s1ms"}) {
    EXPECT_EQ(ToText(ParseDuration(text).value()), text);
  }
  EXPECT_EQ(ToText(Milliseconds(90'000)), "1m30s");
}

}  // namespace
}  // namespace bsg_exporter::config
