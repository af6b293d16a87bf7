#include "exporter/app/load_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/support/test_certificate.h"

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

TEST_F(LoadConfigTest, FilesThatAreNotWhatTheyShouldBeAreProblemsLikeAnyOther) {
  const TestCertificate ours = NewTestCertificate("DNS:ours");
  dir_.Write("cert.pem", ours.certificate);
  dir_.Write("key.pem", NewTestCertificate("DNS:other").key);
  dir_.Write("junk.pem", "junk");
  const std::string path = File(
      "[scrape]\ntimeout = 7\n[http]\nca_file = \"junk.pem\"\n"
      "[web.tls]\ncert_file = \"cert.pem\"\nkey_file = \"key.pem\"\n");
  EXPECT_THAT(
      LoadConfig({.config_file = path}),
      FailsWith(Reason::kInternal,
                path +
                    ":6:1: scrape.timeout: expected a string, got an "
                    "integer\n" +
                    path + ":8:1: http.ca_file: '" + dir_.path("junk.pem") +
                    "' holds no certificates, or damaged ones\n" + path +
                    ":11:1: web.tls.key_file: '" + dir_.path("key.pem") +
                    "' is not the key of the certificate in '" +
                    dir_.path("cert.pem") + "'"));
  dir_.Write("key.pem", ours.key);
  dir_.Write("junk.pem", ours.certificate);
  EXPECT_THAT(LoadConfig({.config_file =
                              File("[http]\nca_file = \"junk.pem\"\n[web.tls]\n"
                                   "cert_file = \"cert.pem\"\n"
                                   "key_file = \"key.pem\"\n")}),
              IsOk());
}

TEST_F(LoadConfigTest, TheRuleOfTlsThatIsWrongIsNamed) {
  const TestCertificate ours = NewTestCertificate("DNS:ours");
  dir_.Write("cert.pem", ours.certificate);
  dir_.Write("key.pem", ours.key);
  for (const auto& [rule, problem] :
       {std::pair("cipher_suites = [\"TLS_NO_WITH_NO\"]",
                  "cipher_suites: unknown 'TLS_NO_WITH_NO'"),
        std::pair("client_auth_type = \"RequireAndVerifyClientCert\"",
                  "client_auth_type: needs a client_ca_file"),
        std::pair("client_ca_file = \"cert.pem\"", "client_ca_file: needs"),
        std::pair("min_version = \"TLS13\"\nmax_version = \"TLS12\"",
                  "min_version: expected one up to max_version"),
        std::pair("client_allowed_sans = [\"a\"]",
                  "client_allowed_sans: needs"),
        std::pair("client_auth_type = \"VerifyClientCertIfGiven\"\n"
                  "client_ca_file = \"key.pem\"",
                  "client_ca_file: '")}) {
    const std::string path =
        File("[web.tls]\ncert_file = \"cert.pem\"\nkey_file = \"key.pem\"\n" +
             std::string(rule) + "\n");
    const auto config = LoadConfig({.config_file = path});
    ASSERT_THAT(config,
                FailsWith(Reason::kInternal,
                          HasSubstr(std::string(":1: web.tls.") + problem)));
    EXPECT_EQ(config.error().message.find('\n'), std::string::npos);
  }
}

TEST_F(LoadConfigTest, AnAddressOfAFlagMustLookLikeOne) {
  EXPECT_THAT(LoadConfig({.config_file = File(), .listen = {":0", "nope"}}),
              FailsWith(Reason::kInternal,
                        HasSubstr("--web.listen-address: expected")));
}

}  // namespace
}  // namespace bsg_exporter::app
