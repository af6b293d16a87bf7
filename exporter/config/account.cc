#include "exporter/config/account.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/config/api_key.h"
#include "exporter/config/campaigns.h"
#include "exporter/config/files.h"
#include "exporter/config/problems.h"
#include "exporter/config/sections.h"
#include "exporter/config/url.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxPatterns = 100;

// It must not be quoted, as paths are.
bool LooksLikeKey(std::string_view text) {
  return (text.starts_with("live_") || text.starts_with("test_")) &&
         text.find_first_of("/.") == text.npos;
}

void ReadKeySource(TableReader& in, const std::string& folder,
                   AccountConfig& account) {
  const Check check = [&](std::string_view text) -> Result<std::string> {
    if (LooksLikeKey(text)) {
      return Wrong("expected the path of a file, got what looks like a key");
    }
    const Result<std::string> path = CheckPath(text);
    if (!path.ok()) return path;
    const Result<std::string> expanded = ExpandCredentials(*path);
    if (!expanded.ok()) return expanded;
    return ResolvePath(folder, *expanded);
  };
  const bool file_sound =
      in.String("api_key_file", check, account.api_key_file);
  const bool env_sound =
      in.String("api_key_env", CheckVariableName, account.api_key_env);
  const bool file = in.Has("api_key_file");
  if (file && in.Has("api_key_env")) {
    in.Refuse("api_key_env", "expected no other key beside api_key_file");
  } else if (!file && !in.Has("api_key_env")) {
    in.Refuse("api_key_file", "expected it or api_key_env, there is neither");
  } else if (file_sound && env_sound) {
    // The key itself is not kept: it is read again before every login.
    const Result<Secret> key = ReadApiKey(account);
    if (!key.ok()) {
      in.Refuse(file ? "api_key_file" : "api_key_env", key.error().message);
    }
  }
}

void ReadBaseUrl(TableReader& in, AccountConfig& account) {
  bool sound = in.String("base_url", CheckBaseUrl, account.base_url);
  sound &= in.Boolean("allow_insecure_http", account.allow_insecure_http);
  if (!sound || account.allow_insecure_http) return;
  const Result<Url> url = ParseUrl(account.base_url);
  if (url.ok() && url->scheme == "http" && !IsLoopback(url->host)) {
    in.Refuse("base_url",
              "expected https (plain http would show the API key to the "
              "network), a loopback host or allow_insecure_http = true");
  }
}

std::vector<CampaignConfig> ReadOwnCampaigns(TableReader& in) {
  std::vector<NamedCampaign> named = ReadCampaigns(in);
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) {
    return std::tie(a.campaign.id, a.place) < std::tie(b.campaign.id, b.place);
  });
  std::vector<CampaignConfig> campaigns;
  campaigns.reserve(named.size());
  Place first;
  for (NamedCampaign& one : named) {
    const std::int64_t id = one.campaign.id;
    if (!campaigns.empty() && campaigns.back().id == id) {
      in.RefuseAt(one.place, one.key,
                  "expected each campaign once, " + std::to_string(id) +
                      " stands on line " + std::to_string(first.line) +
                      " already");
      continue;
    }
    first = one.place;
    campaigns.push_back(std::move(one.campaign));
  }
  return campaigns;
}

AccountConfig ReadAccount(TableReader& in, const std::string& time_zone,
                          const Check& check_zone, const std::string& folder) {
  AccountConfig account;
  account.time_zone = time_zone;
  if (!in.Has("name")) in.Refuse("name", "expected a name, there is none");
  in.String("name", CheckAccountName, account.name);
  ReadBaseUrl(in, account);
  ReadKeySource(in, folder, account);
  in.String("time_zone", check_zone, account.time_zone);
  account.campaigns = ReadOwnCampaigns(in);
  const Check check_pattern =
      [&](std::string_view text) -> Result<std::string> {
    const Result<std::string> pattern = CheckPath(text);
    return pattern.ok() ? ResolvePattern(folder, *pattern) : pattern;
  };
  in.Strings("campaign_files", {0, kMaxPatterns}, check_pattern,
             account.campaign_files);
  if (auto table = in.Table("discovery")) Read(*table, account.discovery);
  return account;
}

}  // namespace

std::vector<AccountConfig> ReadAccounts(TableReader& root,
                                        const std::string& time_zone,
                                        const Check& check_zone,
                                        const std::string& folder) {
  std::vector<AccountConfig> accounts;
  if (!root.Has("account")) {
    root.RefuseAt({}, "account", "expected at least one [[account]]");
  }
  std::map<std::string, std::size_t> line_of;
  for (TableReader& in : root.Tables("account")) {
    AccountConfig account = ReadAccount(in, time_zone, check_zone, folder);
    if (!account.name.empty()) {
      const std::size_t line = in.KeyPlace("name").line;
      const auto [at, is_new] = line_of.emplace(account.name, line);
      if (!is_new) {
        in.Refuse("name", "expected a name of its own, " +
                              Quoted(account.name) + " stands on line " +
                              std::to_string(at->second) + " already");
      }
    }
    accounts.push_back(std::move(account));
  }
  return accounts;
}

}  // namespace bsg_exporter::config
