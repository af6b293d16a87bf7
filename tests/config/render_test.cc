#include "bsg_exporter/config/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <regex>
#include <set>
#include <sstream>

#include "bsg_exporter/config/loader.h"
#include "tests/support/files.h"

namespace bsg_exporter::config {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAreArray;

// A configuration with one account whose key the environment holds.
Config OneAccount() {
  setenv("BSG_TEST_KEY", "live_fedcba9876543210", 1);
  Config config;
  AccountConfig account;
  account.name = "main";
  account.api_key_env = "BSG_TEST_KEY";
  account.time_zone = config.time_zone;
  config.accounts.push_back(account);
  return config;
}

// But for logins, which nobody shall read.
void ExpectToReadBack(Config config) {
  config.web.basic_auth_users.clear();
  const std::string text = ToToml(config);
  const LoadResult read = Parse(text, "");
  ASSERT_TRUE(read.ok()) << ToString(read.error().front()) << "\n" << text;
  EXPECT_TRUE(*read == config) << text;
}

// The keys that stand in a document of ours, with their tables.
std::set<std::string> KeysIn(const std::string& text) {
  static const std::regex kTable(R"(\[+([a-z._]+)\]+)");
  static const std::regex kKey(R"(([a-z_]+) = .*)");
  std::set<std::string> keys;
  std::string table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, kTable)) table = match[1].str() + ".";
    if (std::regex_match(line, match, kKey))
      keys.insert(table + match[1].str());
  }
  return keys;
}

TEST(RenderTest, EveryKeyIsThere) {
  Config config = OneAccount();
  config.accounts[0].campaigns = {{7, {{"team", "growth"}}}};
  AccountConfig other = config.accounts[0];
  other.api_key_env.clear();
  other.api_key_file = "/etc/key";
  config.accounts.push_back(other);
  std::vector<std::string> known = KnownKeys();
  std::erase(known, "web.basic_auth_users");  // a table without fixed keys
  EXPECT_THAT(KeysIn(ToToml(config)), UnorderedElementsAreArray(known));
}

TEST(RenderTest, LoginsAreNamedAndNotTold) {
  Config config = OneAccount();
  config.web.basic_auth_users = {{"a \"b\"", Secret("$2y$04$hash")}};
  const std::string text = ToToml(config);
  EXPECT_THAT(text, HasSubstr("\n[web.basic_auth_users]\n"
                              "\"a \\\"b\\\"\" = \"<secret>\"\n"));
  EXPECT_THAT(text, Not(HasSubstr("$2y$")));
}

TEST(RenderTest, DurationsListsAndTextsReadLikeAFile) {
  Config config = OneAccount();
  config.refresh.balance.reset();
  config.web.listen = {":1", "unix:/run/a.sock"};
  config.accounts[0].campaigns = {{3, {}}, {7, {{"a", "x\"\n"}, {"b", ""}}}};
  const std::string text = ToToml(config);
  EXPECT_THAT(text, StartsWith("time_zone = \"UTC\"\n\n[[account]]\n"));
  EXPECT_THAT(text, HasSubstr("\nname = \"main\"\n"));
  EXPECT_THAT(text, HasSubstr("\ncampaigns = [3]\n"));
  EXPECT_THAT(text, HasSubstr("\n[[account.campaign]]\nid = 7\n"
                              "labels = { a = \"x\\\"\\u000a\", b = \"\" }\n"));
  EXPECT_THAT(text, HasSubstr("\ntimeout_offset = \"500ms\"\n"));
  EXPECT_THAT(text, HasSubstr("\nbalance = \"off\"\n"));
  EXPECT_THAT(text, HasSubstr("\nlisten = [\":1\", \"unix:/run/a.sock\"]\n"));
  EXPECT_THAT(text, HasSubstr("\n[log]\nlevel = \"info\"\n"));
}

TEST(RenderTest, GoodFilesReadBackAsTheyWere) {
  OneAccount();
  unsetenv("CREDENTIALS_DIRECTORY");
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(FixturePath("config/good"))) {
    SCOPED_TRACE(entry.path().filename());
    const LoadResult loaded = LoadFile(entry.path());
    ASSERT_TRUE(loaded.ok()) << ToString(loaded.error().front());
    ExpectToReadBack(*loaded);
    ++files;
  }
  EXPECT_GT(files, 0);
}

// Configurations of random values that a file may have.
class RandomConfig {
 public:
  explicit RandomConfig(unsigned seed) : random_(seed) {}

  Config Next() {
    Config config = OneAccount();
    AccountConfig& account = config.accounts[0];
    account.name = "account " + Text("\"'\\#=[]{} é€😀a");
    account.allow_insecure_http = Coin();
    for (int id = 1; id <= Number(0, 40); ++id) {
      account.campaigns.push_back({id, {}});
      if (Coin()) account.campaigns.back().labels = Labels();
    }
    account.discovery.enabled = Coin();
    account.discovery.max_campaigns = static_cast<std::size_t>(Number(1, 9999));
    account.discovery.refresh_interval = Time(10'000, 86'400'000);
    config.scrape.timeout = Time(2, 3'600'000);
    config.scrape.timeout_offset = config.scrape.timeout - Milliseconds(1);
    config.scrape.concurrency = static_cast<std::size_t>(Number(1, 1024));
    config.scrape.requests_per_second =
        static_cast<std::size_t>(Number(0, 100'000));
    config.refresh.settled = Time(1000, 2'000'000'000);
    if (Coin()) config.refresh.balance.reset();
    config.http.proxy = Coin() ? "" : "socks5://proxy:1080";
    config.web.probe_any = Coin();
    config.web.enable_reload = Coin();
    config.log.level = kAllLogLevels[static_cast<std::size_t>(Number(0, 3))];
    config.log.format = Coin() ? LogFormat::kJson : LogFormat::kLogfmt;
    return config;
  }

 private:
  int Number(int least, int most) {
    return std::uniform_int_distribution(least, most)(random_);
  }
  bool Coin() { return Number(0, 1) == 1; }
  Milliseconds Time(int least, int most) {
    return Milliseconds(Number(least, most));
  }
  // Some of these characters, each whole.
  std::string Text(const std::string& letters) {
    std::string text;
    for (std::size_t i = 0; i < letters.size();) {
      std::size_t end = i + 1;
      while (end < letters.size() && (letters[end] & 0xc0) == 0x80) ++end;
      if (Coin()) text += letters.substr(i, end - i);
      i = end;
    }
    return text;
  }
  std::vector<std::pair<std::string, std::string>> Labels() {
    return {{"_b", Text("\"\\\n\r\t\x01\x1f\x7f\b")}, {"a1", Text("é€😀' #")}};
  }

  std::mt19937 random_;
};

TEST(RenderTest, WhateverIsRenderedReadsBackAsItWas) {
  RandomConfig configs(1);
  for (int i = 0; i < 300; ++i) ExpectToReadBack(configs.Next());
}

TEST(FingerprintTest, TellsConfigurationsApartAndFitsAGauge) {
  Config config = OneAccount();
  const std::uint64_t before = Fingerprint(config);
  EXPECT_EQ(Fingerprint(OneAccount()), before);
  EXPECT_LT(before, std::uint64_t{1} << 48);
  config.web.probe_any = true;
  EXPECT_NE(Fingerprint(config), before);
}

}  // namespace
}  // namespace bsg_exporter::config
