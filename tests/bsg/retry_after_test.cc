#include "bsg_exporter/bsg/retry_after.h"

#include <gtest/gtest.h>

namespace bsg_exporter::bsg {
namespace {

using std::chrono::seconds;

// Wed, 11 Feb 2026 09:30:05 GMT.
const WallTime kNow = WallTime(seconds(1'770'802'205));

TEST(ParseRetryAfterTest, TakesSeconds) {
  EXPECT_EQ(ParseRetryAfter("120", kNow), seconds(120));
  EXPECT_EQ(ParseRetryAfter("0", kNow), seconds(0));
}

TEST(ParseRetryAfterTest, TakesADate) {
  EXPECT_EQ(ParseRetryAfter("Wed, 11 Feb 2026 09:31:35 GMT", kNow),
            seconds(90));
}

TEST(ParseRetryAfterTest, ADateThatHasPassedIsNow) {
  EXPECT_EQ(ParseRetryAfter("Wed, 11 Feb 2026 09:00:00 GMT", kNow), seconds(0));
}

TEST(ParseRetryAfterTest, AnythingElseIsAsGoodAsNone) {
  for (const char* text :
       {"", "soon", "-5", "1.5", "12s", "2026-02-11 09:31:35",
        "Wed, 11 Feb 2026 09:31:35 GMT and more", "99999999999999999999999"}) {
    EXPECT_EQ(ParseRetryAfter(text, kNow), std::nullopt) << text;
  }
}

TEST(ParseRetryAfterTest, CenturiesAreCutToTenYears) {
  EXPECT_EQ(ParseRetryAfter("999999999999", kNow),
            seconds(10LL * 366 * 24 * 3600));
  EXPECT_EQ(ParseRetryAfter("Wed, 11 Feb 9999 09:31:35 GMT", kNow),
            seconds(10LL * 366 * 24 * 3600));
}

}  // namespace
}  // namespace bsg_exporter::bsg
