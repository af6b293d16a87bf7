#include "exporter/config/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

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

}  // namespace
}  // namespace bsg_exporter::config
