#include "bsg_exporter/config/loader.h"

#include <toml++/toml.h>

#include <filesystem>
#include <utility>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/config/campaign_files.h"
#include "exporter/config/account.h"
#include "exporter/config/keys.h"
#include "exporter/config/problems.h"
#include "exporter/config/sections.h"
#include "exporter/config/table_reader.h"
#include "exporter/config/toml_text.h"
#include "exporter/config/values.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;

Config ReadConfig(const toml::table& table, const std::string& folder,
                  const Outside& outside, Problems& problems) {
  const Check check_zone = Both(CheckTimeZone, outside.zone);
  Config config;
  TableReader root(table, ConfigKeys(), problems);
  root.String("time_zone", check_zone, config.time_zone);
  config.accounts = ReadAccounts(root, config.time_zone, check_zone, folder);
  if (auto in = root.Table("scrape")) Read(*in, config.scrape);
  if (auto in = root.Table("refresh")) Read(*in, config.refresh);
  if (auto in = root.Table("http")) Read(*in, folder, outside, config.http);
  if (auto in = root.Table("web")) Read(*in, folder, outside, config.web);
  if (auto in = root.Table("log")) Read(*in, config.log);
  return config;
}

// What is wrong with the campaign files of these accounts.
void AddCampaignFiles(const std::vector<AccountConfig>& accounts,
                      std::vector<Problem>& problems) {
  for (const AccountConfig& account : accounts) {
    const CampaignListResult read = CampaignFiles(account).Read();
    if (read.ok()) continue;
    problems.insert(problems.end(), read.error().begin(), read.error().end());
  }
}

}  // namespace

LoadResult LoadFile(const std::string& path, const Outside& outside) {
  const Result<std::string> text = ReadFile(path, kMaxBytes);
  if (!text.ok()) {
    return std::vector<Problem>{{path, 0, 0, text.error().message}};
  }
  return Parse(*text, path, outside);
}

LoadResult Parse(std::string_view text, const std::string& name,
                 const Outside& outside) {
  const Result<toml::table, Problem> table = ParseToml(text, name);
  if (!table.ok()) return std::vector<Problem>{table.error()};
  Problems found(name);
  const std::string folder = std::filesystem::path(name).parent_path().string();
  Config config = ReadConfig(*table, folder, outside, found);
  std::vector<Problem> problems = std::move(found).InFileOrder();
  AddCampaignFiles(config.accounts, problems);
  if (problems.empty()) return config;
  return problems;
}

}  // namespace bsg_exporter::config
