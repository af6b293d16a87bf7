#include "exporter/config/problems.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::config {
namespace {

TEST(ProblemTest, PrintsItsPlaceWhereThereIsOne) {
  EXPECT_EQ(ToString(Problem{"a.toml", 4, 1, "unknown key 'x'"}),
            "a.toml:4:1: unknown key 'x'");
  EXPECT_EQ(ToString(Problem{"a.toml", 0, 0, "is a directory"}),
            "a.toml: is a directory");
}

TEST(ProblemsTest, AreInTheOrderOfTheFile) {
  Problems problems("f");
  EXPECT_TRUE(problems.empty());
  problems.Add({10, 1}, "fourth");
  problems.Add({2, 12}, "third");
  problems.Add({2, 5}, "first");
  problems.Add({2, 5}, "second");
  problems.Add({}, "whole");
  EXPECT_FALSE(problems.empty());
  std::vector<std::string> found;
  for (const Problem& problem : std::move(problems).InFileOrder()) {
    found.push_back(problem.what);
  }
  EXPECT_THAT(found, testing::ElementsAre("whole", "first", "second", "third",
                                          "fourth"));
}

}  // namespace
}  // namespace bsg_exporter::config
