#include "exporter/config/account.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "bsg_exporter/config/api_key.h"
#include "exporter/config/files.h"
#include "exporter/config/url.h"

namespace bsg_exporter::config {
namespace {

constexpr Range<std::int64_t> kIds = {1,
                                      std::numeric_limits<std::int64_t>::max()};
constexpr std::size_t kMaxLabels = 64;

// A campaign of the file, with where its id stands and under which key.
struct Named {
  CampaignConfig campaign;
  Place place;
  std::string_view key;
};

void ReadKeySource(TableReader& in, const std::string& folder,
                   AccountConfig& account) {
  const Check check = [&](std::string_view text) -> Result<std::string> {
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

std::vector<Named> NamedCampaigns(TableReader& in) {
  std::vector<Named> named;
  for (const auto& item : in.Integers("campaigns", kIds)) {
    named.push_back({{item.value, {}}, item.place, "campaigns"});
  }
  for (TableReader& table : in.Tables("campaign")) {
    Named one{{}, table.KeyPlace("id"), "campaign.id"};
    if (!table.Has("id")) {
      table.Refuse("id", "expected a campaign's id, there is none");
    }
    table.Integer("id", kIds, one.campaign.id);
    one.campaign.labels =
        table.Pairs("labels", CheckLabelName, CheckLabelValue);
    if (one.campaign.labels.size() > kMaxLabels) {
      table.Refuse("labels", "expected at most 64 labels, got " +
                                 std::to_string(one.campaign.labels.size()));
    }
    if (one.campaign.id > 0) named.push_back(std::move(one));
  }
  return named;
}

std::vector<CampaignConfig> ReadCampaigns(TableReader& in) {
  std::vector<Named> named = NamedCampaigns(in);
  std::sort(named.begin(), named.end(), [](const Named& a, const Named& b) {
    return std::tie(a.campaign.id, a.place) < std::tie(b.campaign.id, b.place);
  });
  std::vector<CampaignConfig> campaigns;
  campaigns.reserve(named.size());
  Place first;
  for (Named& one : named) {
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
  account.campaigns = ReadCampaigns(in);
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
