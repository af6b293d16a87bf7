#include "bsg_exporter/config/api_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

AccountConfig FromFile(const std::string& path) {
  AccountConfig account;
  account.api_key_file = path;
  return account;
}

AccountConfig FromVariable(const std::string& name) {
  AccountConfig account;
  account.api_key_env = name;
  return account;
}

TEST(ReadApiKeyTest, CutsBlanksAndLineEndsOff) {
  const TempDir dir;
  EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", " \tlive_abc\r\n\n"))),
              IsOkAndHolds(Secret("live_abc")));
  setenv("BSG_TEST_KEY", " test_xyz\n", 1);
  EXPECT_THAT(ReadApiKey(FromVariable("BSG_TEST_KEY")),
              IsOkAndHolds(Secret("test_xyz")));
}

TEST(ReadApiKeyTest, ReadsAgainEachTime) {
  const TempDir dir;
  const AccountConfig account = FromFile(dir.Write("key", "first"));
  EXPECT_THAT(ReadApiKey(account), IsOkAndHolds(Secret("first")));
  dir.Write("key", "second");
  EXPECT_THAT(ReadApiKey(account), IsOkAndHolds(Secret("second")));
}

TEST(ReadApiKeyTest, RefusesWhatIsNoKeyAndNeverRepeatsIt) {
  const TempDir dir;
  const std::string path = dir.path("key");
  const std::string rule = "'" + path +
                           "' holds no API key, expected one word of printable "
                           "ASCII";
  for (const std::string text : {"two words", "two\nlines", "gr\xc3\xbc",
                                 "\xef\xbb\xbfkey", "a\x01", "a\x7f"}) {
    EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", text))),
                FailsWith(Reason::kInternal, rule));
  }
  EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", std::string(4097, 'x')))),
              FailsWith(Reason::kInternal, rule));
  EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", std::string(4096, 'x')))),
              IsOkAndHolds(Secret(std::string(4096, 'x'))));
  EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", std::string("a\0b", 3)))),
              FailsWith(Reason::kInternal, rule));
}

TEST(ReadApiKeyTest, RefusesFilesThatAreEmptyMissingOrNoFile) {
  const TempDir dir;
  const std::string path = dir.Write("key", " \n");
  EXPECT_THAT(ReadApiKey(FromFile(path)),
              FailsWith(Reason::kInternal,
                        "'" + path + "' is empty, expected an API key"));
  EXPECT_THAT(ReadApiKey(FromFile("/nowhere/key")),
              FailsWith(Reason::kInternal,
                        "cannot read '/nowhere/key': No such file or "
                        "directory"));
  EXPECT_THAT(ReadApiKey(FromFile(dir.path())),
              FailsWith(Reason::kInternal,
                        "cannot read '" + dir.path() + "': Is a directory"));
  EXPECT_THAT(ReadApiKey(FromFile(dir.Write("key", std::string(20000, ' ')))),
              FailsWith(Reason::kInternal,
                        "cannot read '" + path + "': longer than 16384 bytes"));
}

TEST(ReadApiKeyTest, RefusesVariablesThatAreNotSetOrEmpty) {
  unsetenv("BSG_TEST_KEY");
  EXPECT_THAT(
      ReadApiKey(FromVariable("BSG_TEST_KEY")),
      FailsWith(Reason::kInternal,
                "the environment variable named by api_key_env is not set"));
  setenv("BSG_TEST_KEY", "", 1);
  EXPECT_THAT(ReadApiKey(FromVariable("BSG_TEST_KEY")),
              FailsWith(Reason::kInternal,
                        "the environment variable named by api_key_env is "
                        "empty, expected an API key"));
  EXPECT_THAT(
      ReadApiKey(AccountConfig()),
      FailsWith(Reason::kInternal,
                "the environment variable named by api_key_env is not set"));
}

}  // namespace
}  // namespace bsg_exporter::config
