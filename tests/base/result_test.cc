#include "bsg_exporter/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/support/result_matchers.h"

namespace bsg_exporter {
namespace {

Result<int> Half(int n) {
  if (n % 2 != 0) return Error{Reason::kInvalidDocument, "odd"};
  return n / 2;
}

TEST(ResultTest, HoldsAValueOrAnError) {
  EXPECT_THAT(Half(8), IsOkAndHolds(4));
  EXPECT_THAT(Half(7), FailsWith(Reason::kInvalidDocument, "odd"));
}

TEST(ResultTest, MovesOutWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(StatusTest, IsSuccessUnlessGivenAnError) {
  EXPECT_THAT(Status(), IsOk());
  EXPECT_THAT(Status(Error{Reason::kTimeout, "late"}),
              FailsWith(Reason::kTimeout, "late"));
}

TEST(ErrorTest, ContextStandsInFront) {
  EXPECT_EQ(WithContext("campaign 7", {Reason::kDns, "no such host"}).message,
            "campaign 7: no such host");
}

TEST(ReasonTest, EveryCauseHasATextOfItsOwn) {
  std::set<std::string_view> texts;
  for (const Reason reason : kAllReasons) texts.insert(ToString(reason));
  EXPECT_EQ(texts.size(), kAllReasons.size());
  EXPECT_EQ(ToString(Reason::kInvalidDocument), "invalid_document");
}

}  // namespace
}  // namespace bsg_exporter
