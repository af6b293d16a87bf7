#include "exporter/app/load_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

using testing::HasSubstr;

class LoadConfigTest : public testing::Test {
 protected:
  LoadConfigTest() { unsetenv("BSG_API_KEY"); }
  ~LoadConfigTest() override { unsetenv("BSG_API_KEY"); }

  std::string File(const std::string& rest = "") {
    dir_.Write("key", "live_key\n");
    return dir_.Write("c.toml",
                      "[[account]]\nname = \"main\"\napi_key_file = \"key\"\n"
                      "campaigns = [7]\n" +
                          rest);
  }
  TempDir dir_;
};

TEST_F(LoadConfigTest, WithoutAFileTheEnvironmentsKeyServesTheFlags) {
  setenv("BSG_API_KEY", "live_key", 1);
  const auto config = LoadConfig({.campaigns = {9, 7}});
  ASSERT_THAT(config, IsOk());
  ASSERT_EQ(config->accounts.size(), 1u);
  EXPECT_EQ(config->accounts[0].name, "main");
  EXPECT_EQ(config->accounts[0].base_url, "https://one-api.bsg.world");
  EXPECT_EQ(config->accounts[0].api_key_env, "BSG_API_KEY");
  EXPECT_EQ(config->accounts[0].campaigns[0].id, 7);
  EXPECT_EQ(config->accounts[0].campaigns[1].id, 9);
}

TEST_F(LoadConfigTest, WithoutAFileBothKeyAndCampaignsAreNeeded) {
  EXPECT_THAT(LoadConfig({.campaigns = {7}}),
              FailsWith(Reason::kInternal, HasSubstr("BSG_API_KEY")));
  setenv("BSG_API_KEY", "live_key", 1);
  EXPECT_THAT(LoadConfig({}),
              FailsWith(Reason::kInternal, HasSubstr("--campaign=ID")));
  EXPECT_THAT(LoadConfig({.campaigns = {7, 7}}),
              FailsWith(Reason::kInternal,
                        "bsg_exporter: --campaign=7 is given twice"));
}

TEST_F(LoadConfigTest, AStrayVariableBesideAFileCountsForNothing) {
  setenv("BSG_API_KEY", "live_stray", 1);
  const auto config = LoadConfig({.config_file = File()});
  ASSERT_THAT(config, IsOk());
  EXPECT_EQ(config->accounts[0].api_key_env, "");
}

TEST_F(LoadConfigTest, FlagsComeBeforeTheFileAndTheFileBeforeDefaults) {
  const std::string path = File(
      "[web]\nlisten = [\":1\"]\n[log]\nlevel = \"warn\"\nformat = \"json\"\n");
  const auto file = LoadConfig({.config_file = path});
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->web.listen, std::vector<std::string>{":1"});
  EXPECT_EQ(file->log.level, LogLevel::kWarn);
  EXPECT_EQ(file->log.format, LogFormat::kJson);
  const auto flags = LoadConfig({.config_file = path,
                                 .listen = {":2", ":3"},
                                 .log_level = "debug",
                                 .log_format = "logfmt"});
  ASSERT_THAT(flags, IsOk());
  EXPECT_EQ(flags->web.listen, (std::vector<std::string>{":2", ":3"}));
  EXPECT_EQ(flags->log.level, LogLevel::kDebug);
  EXPECT_EQ(flags->log.format, LogFormat::kLogfmt);
}

TEST_F(LoadConfigTest, CampaignsOfFlagsDoNotMixWithAFile) {
  EXPECT_THAT(LoadConfig({.config_file = File(), .campaigns = {8}}),
              FailsWith(Reason::kInternal,
                        HasSubstr("--campaign goes without --config.file")));
}

TEST_F(LoadConfigTest, EveryProblemOfTheFileIsALine) {
  const std::string path = File("[scrape]\nconcurency = 4\ntimeout = 7\n");
  const auto config = LoadConfig({.config_file = path});
  ASSERT_THAT(config, FailsWith(Reason::kInternal, HasSubstr(path + ":6:1: ")));
  EXPECT_THAT(config.error().message, HasSubstr("\n" + path + ":7:"));
}

TEST_F(LoadConfigTest, AnUnknownTimeZoneIsRefused) {
  const std::string path = File("time_zone = \"Europe/Nowhere\"\n");
  const auto config = LoadConfig({.config_file = path});
  ASSERT_THAT(config, FailsWith(Reason::kInternal,
                                HasSubstr(path + ":5:1: account.time_zone: ")));
  EXPECT_THAT(config.error().message, HasSubstr("Europe/Nowhere"));
}

TEST_F(LoadConfigTest, AnAddressOfAFlagMustLookLikeOne) {
  EXPECT_THAT(LoadConfig({.config_file = File(), .listen = {":0", "nope"}}),
              FailsWith(Reason::kInternal,
                        HasSubstr("--web.listen-address: expected")));
}

}  // namespace
}  // namespace bsg_exporter::app
