#include "bsg_exporter/base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter {
namespace {

TEST(ReadFileTest, GivesTheWholeText) {
  const TempDir dir;
  const std::string text = std::string(40000, 'x') + '\0' + "end";
  EXPECT_THAT(ReadFile(dir.Write("a", text), 50000), IsOkAndHolds(text));
}

TEST(ReadFileTest, NamesAMissingFile) {
  EXPECT_THAT(
      ReadFile("/nowhere/at/all", 10),
      FailsWith(Reason::kInternal,
                "cannot read '/nowhere/at/all': No such file or directory"));
}

TEST(ReadFileTest, RefusesADirectory) {
  EXPECT_THAT(
      ReadFile("/tmp", 10),
      FailsWith(Reason::kInternal, "cannot read '/tmp': Is a directory"));
}

TEST(ReadFileTest, RefusesMoreThanTheLimit) {
  const TempDir dir;
  const std::string path = dir.Write("a", "12345");
  EXPECT_THAT(ReadFile(path, 5), IsOkAndHolds("12345"));
  EXPECT_THAT(ReadFile(path, 4),
              FailsWith(Reason::kInternal,
                        "cannot read '" + path + "': longer than 4 bytes"));
}

TEST(ReadRegularFileTest, DoesNotWaitForAPipe) {
  const TempDir dir;
  ASSERT_EQ(mkfifo(dir.path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(ReadRegularFile(dir.path("pipe"), 10),
              FailsWith(Reason::kInternal, "cannot read '" + dir.path("pipe") +
                                               "': not a regular file"));
}

TEST(ReadRegularFileTest, FollowsLinksAsMountedSecretsHaveThem) {
  const TempDir dir;
  ASSERT_EQ(symlink(dir.Write("a", "text").c_str(), dir.path("b").c_str()), 0);
  EXPECT_THAT(ReadRegularFile(dir.path("b"), 10), IsOkAndHolds("text"));
}

}  // namespace
}  // namespace bsg_exporter
