#include "bsg_exporter/config/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tests/support/files.h"

namespace bsg_exporter::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::Pair;

constexpr char kAccount[] =
    "[[account]]\nname = \"main\"\napi_key_env = \"BSG_TEST_KEY\"\n";

// The environment that the fixtures are written for.
class Environment {
 public:
  Environment() {
    setenv("BSG_TEST_KEY", "live_fedcba9876543210", 1);
    setenv("BSG_TEST_EMPTY", "", 1);
    unsetenv("BSG_TEST_UNSET");
    unsetenv("CREDENTIALS_DIRECTORY");
  }
};

class LoaderTest : public testing::Test, Environment {};

std::vector<std::string> Texts(const LoadResult& result) {
  std::vector<std::string> texts;
  if (result.ok()) return texts;
  for (const Problem& problem : result.error()) {
    texts.push_back(ToString(problem));
  }
  return texts;
}

Config LoadGood(const std::string& name) {
  LoadResult result = LoadFile(FixturePath("config/good/" + name));
  EXPECT_THAT(Texts(result), IsEmpty());
  return result.ok() ? *result : Config();
}

// --- files that are wrong ----------------------------------------------------

std::vector<std::string> BadFiles() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(FixturePath("config/bad"))) {
    names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The lines "# expect: " at the top, {dir} being the folder of the file.
std::vector<std::string> Expected(const std::string& path) {
  constexpr std::string_view kMark = "# expect: ";
  constexpr std::string_view kDir = "{dir}";
  const std::string dir = std::filesystem::path(path).parent_path().string();
  std::istringstream lines(
      Fixture("config/bad/" + std::filesystem::path(path).filename().string()));
  std::vector<std::string> expected;
  for (std::string line;
       std::getline(lines, line) && line.starts_with(kMark);) {
    line.erase(0, kMark.size());
    if (const std::size_t at = line.find(kDir); at != line.npos) {
      line.replace(at, kDir.size(), dir);
    }
    const bool has_place = line.front() >= '0' && line.front() <= '9';
    expected.push_back(path + (has_place ? ":" : ": ") + line);
  }
  return expected;
}

// What other layers would say of the fixtures.
Outside Elsewhere() {
  Outside outside;
  outside.ca_file = [](std::string_view path) -> Result<std::string> {
    if (!path.ends_with("/blank_key")) return std::string(path);
    return Error{Reason::kTls, "holds no certificates"};
  };
  outside.tls = [](const TlsConfig& tls) -> std::optional<TlsFault> {
    if (!tls.key_file.ends_with("/blank_key")) return std::nullopt;
    return TlsFault{"key_file", "is not the key of the certificate"};
  };
  return outside;
}

class BadFileTest : public testing::TestWithParam<std::string>, Environment {};

TEST_P(BadFileTest, GivesExactlyTheProblemsItNames) {
  const std::string path = FixturePath("config/bad/" + GetParam() + ".toml");
  const std::vector<std::string> expected = Expected(path);
  ASSERT_FALSE(expected.empty());
  EXPECT_THAT(Texts(LoadFile(path, Elsewhere())), ElementsAreArray(expected));
}

INSTANTIATE_TEST_SUITE_P(Files, BadFileTest, testing::ValuesIn(BadFiles()),
                         [](const auto& tested) { return tested.param; });

TEST_F(LoaderTest, NamesAFileThatCannotBeRead) {
  EXPECT_THAT(Texts(LoadFile("/nowhere/x.toml")),
              ElementsAre("/nowhere/x.toml: cannot read '/nowhere/x.toml': No "
                          "such file or directory"));
  const TempDir dir;
  EXPECT_THAT(Texts(LoadFile(dir.path())),
              ElementsAre(dir.path() + ": cannot read '" + dir.path() +
                          "': Is a directory"));
}

TEST_F(LoaderTest, RefusesAFileAbove64MiB) {
  const TempDir dir;
  const std::string path = dir.Write("x", "#");
  std::filesystem::resize_file(path, (64u << 20) + 1);
  EXPECT_THAT(Texts(LoadFile(path)),
              ElementsAre(path + ": cannot read '" + path +
                          "': longer than 67108864 bytes"));
}

// A key that is listed but never read would be ignored in silence.
TEST_F(LoaderTest, ReadsEveryKeyItKnows) {
  for (const std::string& key : KnownKeys()) {
    const std::size_t dot = key.rfind('.');
    const std::string name = key.substr(dot == key.npos ? 0 : dot + 1);
    const std::string table = dot == key.npos ? "" : key.substr(0, dot);
    std::ostringstream text;
    if (table.starts_with("account.")) text << "[[account]]\n";
    if (table == "account" || table == "account.campaign") {
      text << "[[" << table << "]]\n";
    } else if (!table.empty()) {
      text << "[" << table << "]\n";
    }
    text << name << " = 1979-05-27\n";
    EXPECT_THAT(Texts(Parse(text.str(), "f")),
                testing::Contains(
                    testing::AllOf(testing::HasSubstr(key + ": expected "),
                                   testing::EndsWith(", got a date"))))
        << text.str();
  }
}

TEST_F(LoaderTest, AsksOutsideOfWhatLooksRightAndOfNothingElse) {
  std::vector<std::string> asked;
  const Check ask = [&](std::string_view text) -> Result<std::string> {
    asked.emplace_back(text);
    return Error{Reason::kInternal, "no"};
  };
  const Outside outside = {
      .zone = ask, .ca_file = ask, .tls = [](const TlsConfig&) {
        ADD_FAILURE() << "there is no certificate";
        return std::nullopt;
      }};
  const std::string key = FixturePath("config/api_key");
  const LoadResult result =
      Parse(std::string("time_zone = \"Europe/Berlin\"\n") + kAccount +
                "time_zone = \"/etc/localtime\"\n[http]\nca_file = \"" + key +
                "\"\n[web.tls]\nkey_file = \"" + key + "\"\n",
            "f", outside);
  EXPECT_THAT(asked, ElementsAre("Europe/Berlin", key));
  EXPECT_THAT(
      Texts(result),
      ElementsAre("f:1:1: time_zone: no",
                  testing::StartsWith("f:5:1: account.time_zone: expected"),
                  "f:7:1: http.ca_file: no",
                  "f:8:1: web.tls.cert_file: expected cert_file and key_file, "
                  "there is only one of them"));
}

// --- files that are right ----------------------------------------------------

TEST_F(LoaderTest, FillsInEveryDefault) {
  Config expected;
  AccountConfig account;
  account.name = "main";
  account.api_key_file = FixturePath("config/good/../api_key");
  account.time_zone = "UTC";
  expected.accounts = {account};
  EXPECT_EQ(LoadGood("minimal.toml"), expected);
}

TEST_F(LoaderTest, ReadsTheAccounts) {
  const Config config = LoadGood("full.toml");
  EXPECT_EQ(config.time_zone, "Europe/Berlin");
  ASSERT_EQ(config.accounts.size(), 2u);

  const AccountConfig& first = config.accounts[0];
  EXPECT_EQ(first.name, "main");
  EXPECT_EQ(first.base_url, "https://sms.example.com:8443/api");
  EXPECT_EQ(first.api_key_file, FixturePath("config/good/../api_key"));
  EXPECT_EQ(first.api_key_env, "");
  EXPECT_EQ(first.time_zone, "America/Argentina/Buenos_Aires");
  EXPECT_FALSE(first.allow_insecure_http);
  const CampaignConfig labelled = {
      20, {{"_cost_center", "42 \"x\""}, {"team", "growth"}}};
  EXPECT_THAT(first.campaigns,
              ElementsAre(CampaignConfig{5, {}}, CampaignConfig{10, {}},
                          labelled, CampaignConfig{30, {}}));
  EXPECT_THAT(first.campaign_files,
              ElementsAre(FixturePath("config/good/../campaigns.d/*.toml"),
                          "/nowhere/[a-z].toml"));
  DiscoveryConfig discovery;
  discovery.enabled = true;
  discovery.types = {"sms", "whats_app-2"};
  discovery.created_within = hours(24 * 60);
  discovery.refresh_interval = seconds(10);
  discovery.max_campaigns = 100'000;
  EXPECT_EQ(first.discovery, discovery);

  const AccountConfig& second = config.accounts[1];
  EXPECT_EQ(second.name, "Zweites Konto, grün");
  EXPECT_EQ(second.base_url, "http://bsg.example.com");
  EXPECT_EQ(second.api_key_file, "");
  EXPECT_EQ(second.api_key_env, "BSG_TEST_KEY");
  EXPECT_EQ(second.time_zone, "Europe/Berlin");
  EXPECT_TRUE(second.allow_insecure_http);
  EXPECT_THAT(second.campaigns, ElementsAre(CampaignConfig{10, {}}));
  EXPECT_THAT(second.campaign_files, IsEmpty());
  EXPECT_EQ(second.discovery, DiscoveryConfig());
}

TEST_F(LoaderTest, ReadsTheOtherTables) {
  const Config config = LoadGood("full.toml");
  ScrapeConfig scrape;
  scrape.timeout = seconds(90);
  scrape.timeout_offset = seconds(0);
  scrape.request_timeout = minutes(5);
  scrape.concurrency = 1024;
  scrape.requests_per_second = 100'000;
  scrape.retries = 0;
  scrape.min_interval = seconds(0);
  scrape.max_stale = hours(24 * 365);
  EXPECT_EQ(config.scrape, scrape);

  RefreshConfig refresh;
  refresh.active = Milliseconds(250);
  refresh.waiting = hours(2);
  refresh.finishing = hours(36);
  refresh.settled = hours(24 * 30);
  refresh.retire_after = hours(24 * 365);
  refresh.balance = std::nullopt;
  EXPECT_EQ(config.refresh, refresh);

  const HttpConfig http = {1073741824, "socks5://proxy.example.com:1080",
                           FixturePath("config/good/../ca.pem")};
  EXPECT_EQ(config.http, http);
  WebConfig web;
  web.listen = {"127.0.0.1:9000", "[::1]:9000", "unix:/run/bsg_exporter.sock",
                ":0"};
  web.telemetry_path = "/bsg/metrics";
  web.probe_any = true;
  web.enable_reload = true;
  web.health_without_login = false;
  web.max_connections = 1;
  web.max_requests_per_second = 100'000;
  const std::string digest =
      "edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G";
  web.basic_auth_users = {{"prometheus", Secret("$2y$04$" + digest)},
                          {"Ärger & Co", Secret("$2a$31$" + digest)}};
  web.tls.cert_file = FixturePath("config/good/../ca.pem");
  web.tls.key_file = FixturePath("config/good/../api_key");
  web.tls.client_ca_file = web.tls.cert_file;
  web.tls.client_auth_type = ClientAuthType::kRequireAndVerifyClientCert;
  web.tls.client_allowed_sans = {"prometheus.example", "10.0.0.1"};
  web.tls.min_version = TlsVersion::kTls13;
  web.tls.max_version = TlsVersion::kTls13;
  web.tls.cipher_suites = {"TLS_AES_128_GCM_SHA256"};
  web.tls.curve_preferences = {"X25519", "CurveP256"};
  web.tls.strict_transport_security = "max-age=1";
  EXPECT_EQ(config.web, web);
  const LogConfig log = {LogLevel::kDebug, LogFormat::kJson};
  EXPECT_EQ(config.log, log);
}

TEST_F(LoaderTest, ReadsTomlsOtherSpellings) {
  const Config config = LoadGood("other_spellings.toml");
  EXPECT_EQ(config.scrape.timeout, seconds(2));
  EXPECT_EQ(config.scrape.retries, 3);
  EXPECT_EQ(config.log.level, LogLevel::kWarn);
  EXPECT_THAT(config.web.listen, ElementsAre("localhost:1", "localhost:2"));
  ASSERT_EQ(config.accounts.size(), 2u);
  EXPECT_EQ(config.accounts[0].base_url, "http://127.8.9.1:80");
  EXPECT_THAT(config.accounts[0].campaigns,
              ElementsAre(CampaignConfig{2, {}}, CampaignConfig{1000, {}}));
  EXPECT_EQ(config.accounts[1].base_url, "http://[::1]:8080");
}

TEST_F(LoaderTest, ReadsFilesWithByteOrderMarkAndCarriageReturns) {
  const LoadResult result = Parse(
      "\xef\xbb\xbf[[account]]\r\nname = \"main\"\r\n"
      "api_key_env = \"BSG_TEST_KEY\"\r\n",
      "f");
  EXPECT_THAT(Texts(result), IsEmpty());
}

TEST_F(LoaderTest, TakesZeroWhereItMeansEveryTime) {
  const LoadResult result = Parse(
      std::string("refresh.balance = \"0s\"\nrefresh.waiting = \"0s\"\n") +
          kAccount,
      "f");
  ASSERT_THAT(Texts(result), IsEmpty());
  EXPECT_EQ(result->refresh.balance, Milliseconds(0));
  EXPECT_EQ(result->refresh.waiting, Milliseconds(0));
}

TEST_F(LoaderTest, ExpandsSystemdsFolderOfCredentials) {
  const TempDir dir;
  dir.Write("bsg", "live_abc\n");
  setenv("CREDENTIALS_DIRECTORY", dir.path().c_str(), 1);
  const LoadResult result = Parse(
      "[[account]]\nname = \"a\"\n"
      "api_key_file = \"${CREDENTIALS_DIRECTORY}/bsg\"\n",
      "/etc/bsg_exporter/f.toml");
  ASSERT_THAT(Texts(result), IsEmpty());
  EXPECT_EQ(result->accounts[0].api_key_file, dir.path("bsg"));
}

TEST_F(LoaderTest, KeepsPathsRelativeToTheWorkingFolderForABareName) {
  EXPECT_THAT(
      Texts(Parse("[[account]]\nname = \"a\"\napi_key_file = \"no_such\"\n",
                  "f.toml")),
      ElementsAre("f.toml:3:1: account.api_key_file: cannot read 'no_such': No "
                  "such file or directory"));
}

TEST_F(LoaderTest, ReportsTheProblemsOfCampaignFilesAfterItsOwn) {
  const TempDir dir;
  const std::string one =
      dir.Write("1.toml", "campaigns = [0]\n\ncampaign = 1");
  const std::string two = dir.Write("2.toml", "\n  name = \"x\"\n");
  const std::string main = dir.Write(
      "main.toml", std::string(kAccount) +
                       "campaign_files = [\"[12].toml\"]\n[scrape]\nx = 1\n");
  EXPECT_THAT(
      Texts(LoadFile(main)),
      ElementsAre(
          testing::StartsWith(main + ":6:1: unknown key 'scrape.x'"),
          one + ":1:14: campaigns: expected 1 to 9223372036854775807, got 0",
          one + ":3:1: campaign: expected an array of tables, [[campaign]], "
                "got an integer",
          two + ":2:3: unknown key 'name', known here: campaigns, campaign"));
}

// What a key may look like to somebody who misreads the names of the keys.
TEST_F(LoaderTest, NeverRepeatsAKeyThatStandsWhereItDoesNotBelong) {
  const std::string key = "live_0123456789abcdef";
  for (const std::string name : {"api_key", "api_key_env", "password"}) {
    const LoadResult result = Parse(
        "[[account]]\nname = \"a\"\n" + name + " = \"" + key + "\"\n", "f");
    ASSERT_FALSE(Texts(result).empty());
    for (const std::string& text : Texts(result)) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(key)));
    }
  }
}

TEST_F(LoaderTest, LoadsManyCampaignsInBothForms) {
  std::string text = std::string(kAccount) + "campaigns = [";
  for (int id = 20'000; id > 10'000; --id) {
    text += std::to_string(id);
    text += ",\n";
  }
  text += "]\n";
  for (int id = 1; id <= 10'000; ++id) {
    text += "[[account.campaign]]\nid = " + std::to_string(id) +
            "\nlabels = { team = \"t" + std::to_string(id % 7) + "\" }\n";
  }
  const LoadResult result = Parse(text, "f");
  ASSERT_THAT(Texts(result), IsEmpty());
  const std::vector<CampaignConfig>& campaigns = result->accounts[0].campaigns;
  ASSERT_EQ(campaigns.size(), 20'000u);
  for (std::size_t i = 0; i < campaigns.size(); ++i) {
    ASSERT_EQ(campaigns[i].id, static_cast<std::int64_t>(i + 1));
    ASSERT_EQ(campaigns[i].labels.size(), i < 10'000 ? 1u : 0u);
  }
  EXPECT_THAT(campaigns[7].labels, ElementsAre(Pair("team", "t1")));
}

}  // namespace
}  // namespace bsg_exporter::config
