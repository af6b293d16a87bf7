#pragma once

#include <gmock/gmock.h>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter {

// EXPECT_THAT(result, IsOk()); EXPECT_THAT(result, IsOkAndHolds(7));
// EXPECT_THAT(result, FailsWith(Reason::kTimeout)), or with a matcher for the
// message as well. There is none for plain failure, on purpose: a test says
// which one it expects.
MATCHER(IsOk, "is a success") {
  if (arg.ok()) return true;
  *result_listener << "fails with " << ToString(arg.error().reason) << ": "
                   << arg.error().message;
  return false;
}

MATCHER_P(IsOkAndHolds, matcher, "is a success with such a value") {
  if (!arg.ok()) {
    *result_listener << "fails with " << ToString(arg.error().reason) << ": "
                     << arg.error().message;
    return false;
  }
  return testing::ExplainMatchResult(matcher, arg.value(), result_listener);
}

MATCHER_P(FailsWith, reason, "fails with that reason") {
  if (arg.ok()) {
    *result_listener << "is a success";
    return false;
  }
  *result_listener << "fails with " << ToString(arg.error().reason) << ": "
                   << arg.error().message;
  return arg.error().reason == reason;
}

MATCHER_P2(FailsWith, reason, message, "fails with that reason and message") {
  if (arg.ok()) {
    *result_listener << "is a success";
    return false;
  }
  *result_listener << "fails with " << ToString(arg.error().reason) << ": "
                   << arg.error().message;
  return arg.error().reason == reason &&
         testing::Matches(message)(arg.error().message);
}

}  // namespace bsg_exporter
