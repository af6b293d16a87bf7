#include "exporter/config/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

TEST(ResolvePathTest, CountsFromTheFolder) {
  EXPECT_EQ(ResolvePath("/etc/bsg_exporter", "api_key"),
            "/etc/bsg_exporter/api_key");
  EXPECT_EQ(ResolvePath("/etc/bsg_exporter", "/run/key"), "/run/key");
  EXPECT_EQ(ResolvePath("", "api_key"), "api_key");
}

TEST(ResolvePatternTest, TakesTheFolderAsItIs) {
  EXPECT_EQ(ResolvePattern("/etc/[a]*?\\b", "x/*.toml"),
            "/etc/\\[a]\\*\\?\\\\b/x/*.toml");
  EXPECT_EQ(ResolvePattern("/etc/[a]", "/run/[b].toml"), "/run/[b].toml");
  EXPECT_EQ(ResolvePattern("", "*.toml"), "*.toml");
}

TEST(ExpandCredentialsTest, PutsTheFolderWhereTheVariableStands) {
  setenv("CREDENTIALS_DIRECTORY", "/run/credentials/x", 1);
  EXPECT_THAT(ExpandCredentials("${CREDENTIALS_DIRECTORY}/api_key"),
              IsOkAndHolds("/run/credentials/x/api_key"));
  EXPECT_THAT(ExpandCredentials("/plain/$x"), IsOkAndHolds("/plain/$x"));
  unsetenv("CREDENTIALS_DIRECTORY");
}

TEST(ExpandCredentialsTest, RefusesAVariableThatIsEmptyOrAnother) {
  setenv("CREDENTIALS_DIRECTORY", "", 1);
  EXPECT_THAT(
      ExpandCredentials("${CREDENTIALS_DIRECTORY}/api_key"),
      FailsWith(
          Reason::kInternal,
          "expected CREDENTIALS_DIRECTORY in the environment, it is not set"));
  unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_THAT(ExpandCredentials("/a/${PATH}"),
              FailsWith(Reason::kInternal,
                        "expected no variable but ${CREDENTIALS_DIRECTORY}, "
                        "got '${PATH}'"));
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
}  // namespace bsg_exporter::config
