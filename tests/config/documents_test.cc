// Holds config/bsg_exporter.toml and config/README.md against the loader.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <regex>
#include <sstream>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/config/loader.h"
#include "tests/support/files.h"

namespace bsg_exporter::config {
namespace {

using testing::IsEmpty;

constexpr char kKeyLine[] = "api_key_file = \"/etc/bsg_exporter/api_key\"";

std::string Document(const std::string& name) {
  const auto text = ReadFile(std::string(BSG_SOURCE_DIR) + "/config/" + name,
                             std::size_t{1} << 20);
  EXPECT_TRUE(text.ok());
  return text.ok() ? *text : "";
}

std::string Replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

std::vector<std::string> Texts(const LoadResult& result) {
  std::vector<std::string> texts;
  if (result.ok()) return texts;
  for (const Problem& problem : result.error()) {
    texts.push_back(ToString(problem));
  }
  return texts;
}

// The example's settings as they are written, key to value. A setting that is
// commented out begins with '#' and no blank; its value counts as "".
std::map<std::string, std::string> ExampleValues() {
  static const std::regex kTable(R"(#?\[+([a-z._]+)\]+)");
  static const std::regex kSetting(R"((#?)([a-z_]+) = (.*))");
  std::map<std::string, std::string> values;
  std::istringstream lines(Document("bsg_exporter.toml"));
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, kTable)) table = match[1].str() + ".";
    if (!std::regex_match(line, match, kSetting)) continue;
    values[table + match[2].str()] = match[1].length() ? "" : match[3].str();
  }
  return values;
}

struct Row {
  std::string type;
  std::string fallback;
  std::string allowed;
};

// The rows "| `key` | type | default | allowed | meaning |" of the README.
std::map<std::string, Row> ReferenceRows() {
  static const std::regex kRow(
      R"(\| `([a-z_.]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|)");
  std::map<std::string, Row> rows;
  std::istringstream lines(Document("README.md"));
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, kRow)) continue;
    rows[match[1].str()] = {match[2].str(), match[3].str(), match[4].str()};
  }
  return rows;
}

TEST(ExampleTest, HoldsEveryDefault) {
  const TempDir dir;
  const std::string key = dir.Write("key", "live_abc\n");
  const LoadResult result =
      Parse(Replaced(Document("bsg_exporter.toml"), kKeyLine,
                     "api_key_file = \"" + key + "\""),
            "example.toml");
  ASSERT_THAT(Texts(result), IsEmpty());

  Config expected;
  AccountConfig account;
  account.name = "main";
  account.api_key_file = key;
  account.time_zone = "UTC";
  expected.accounts = {account};
  EXPECT_EQ(*result, expected);
}

TEST(ExampleTest, ShowsEveryKeyAndNoOther) {
  std::vector<std::string> shown;
  for (const auto& [key, value] : ExampleValues()) shown.push_back(key);
  EXPECT_THAT(shown, testing::UnorderedElementsAreArray(KnownKeys()));
}

TEST(ExampleTest, LoadsWithEverythingThatIsCommentedOut) {
  setenv("BSG_API_KEY", "live_abc", 1);
  static const std::regex kCommentedOut(R"(\n#([^ #\n]))");
  const std::string text =
      std::regex_replace(Replaced(Document("bsg_exporter.toml"), kKeyLine, ""),
                         kCommentedOut, "\n$1");
  const LoadResult result = Parse(text, "example.toml");
  unsetenv("BSG_API_KEY");
  ASSERT_THAT(Texts(result), IsEmpty());
  EXPECT_EQ(result->accounts[0].api_key_env, "BSG_API_KEY");
  EXPECT_EQ(result->accounts[0].campaigns.size(), 1u);
  EXPECT_EQ(result->accounts[0].campaigns[0].labels.size(), 2u);
  EXPECT_EQ(result->web.basic_auth_users.size(), 1u);
}

TEST(ReferenceTest, ListsEveryKeyAndNoOther) {
  std::vector<std::string> listed;
  for (const auto& [key, row] : ReferenceRows()) listed.push_back(key);
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(KnownKeys()));
}

// The example is held against the code above; so is the README through it.
TEST(ReferenceTest, GivesTheDefaultsOfTheExample) {
  const auto rows = ReferenceRows();
  for (const auto& [key, value] : ExampleValues()) {
    if (value.empty() || key == "account.name" ||
        key == "account.api_key_file") {
      continue;
    }
    ASSERT_TRUE(rows.contains(key)) << key;
    EXPECT_EQ(rows.at(key).fallback, "`" + value + "`") << key;
  }
}

// What the loader says about a value that lies outside is what the README
// says, too.
TEST(ReferenceTest, GivesTheRangesOfTheLoader) {
  setenv("BSG_TEST_KEY", "live_abc", 1);
  static const std::regex kRange("expected (.* to .*), got");
  int compared = 0;
  for (const auto& [key, row] : ReferenceRows()) {
    const bool integer = row.type == "integer";
    if (key == "account.campaign.id" ||
        !(integer || row.type.starts_with("duration"))) {
      continue;
    }
    const std::string setting = key + (integer ? " = -1\n" : " = \"9999d\"\n");
    // What is an account's stands in its table.
    constexpr std::string_view kOfAccount = "account.";
    const bool of_account = setting.starts_with(kOfAccount);
    const LoadResult result = Parse(
        (of_account ? "" : setting) +
            "[[account]]\nname = \"a\"\napi_key_env = \"BSG_TEST_KEY\"\n" +
            (of_account ? setting.substr(kOfAccount.size()) : ""),
        "f");
    ASSERT_EQ(Texts(result).size(), 1u) << key;
    std::smatch match;
    const std::string text = Texts(result)[0];
    ASSERT_TRUE(std::regex_search(text, match, kRange)) << text;
    EXPECT_TRUE(row.allowed.starts_with(match[1].str()))
        << key << ": " << row.allowed << " against " << match[1];
    ++compared;
  }
  EXPECT_EQ(compared, 20);
}

}  // namespace
}  // namespace bsg_exporter::config
