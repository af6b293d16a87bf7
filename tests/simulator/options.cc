#include "tests/simulator/options.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <utility>

#include "tests/simulator/duration.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {
namespace {

constexpr std::size_t kDefaultCampaigns = 10;

// The flags as they were written.
struct Flags {
  std::vector<std::string> accounts;
  std::vector<std::string> named;
  std::vector<std::string> faults;
  std::optional<std::size_t> campaigns;
  std::optional<double> time;
  std::string scenario;
  std::string shape;
  std::string created_offset = "0s";
  std::string token_ttl = "30d";
  std::string token_claim_offset = "0s";
};

void AddCampaignFlags(CLI::App& app, Options& options, Flags& flags) {
  app.add_option("--account", flags.accounts,
                 "name:api_key[:currency[:balance]], repeatable; default "
                 "main:live_main_key:EUR:1000");
  app.add_option("--campaigns", flags.campaigns,
                 "so many campaigns for each account, of mixed types and "
                 "phases; default 10, or 0 if other campaigns are asked for");
  app.add_option("--first-id", options.first_id, "id of the first of them")
      ->capture_default_str();
  app.add_option("--campaign", flags.named,
                 "id[:kind[:type[:account]]], repeatable; kinds: living, "
                 "future, creation, moderation, sending, stuck, late, paused, "
                 "stopped, spam, collapsing, done, settled, gap");
  app.add_option("--scenario", flags.scenario,
                 "demo: the first account gets a campaign of every kind");
  app.add_option("--shape", flags.shape,
                 "form of every detail document: spec, page, table, counters, "
                 "help, sms, number, empty; default: by seed");
  app.add_option("--documents", options.documents,
                 "folder of detail answers to serve as they are: *.json by the "
                 "id in them, <id>.html");
}

void AddTimeFlags(CLI::App& app, Options& options, Flags& flags) {
  app.add_option("--speed", options.speed,
                 "how fast simulated time runs: 60 is an hour a minute, 0 "
                 "stands still")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--time", flags.time,
                 "simulated time at the start, Unix seconds; default now");
  app.add_option("--time-zone-offset", flags.created_offset,
                 "zone of created_at and of the time in the name, such as +3h; "
                 "all other times are UTC")
      ->capture_default_str();
  app.add_option("--token-ttl", flags.token_ttl, "life of a token, real time")
      ->capture_default_str();
  app.add_option("--token-claim-offset", flags.token_claim_offset,
                 "how far the claim exp is off from the token's real end")
      ->capture_default_str();
}

void AddFlags(CLI::App& app, Options& options, Flags& flags) {
  app.add_option("--listen", options.listen,
                 "host:port or unix:/path, repeatable; port 0 is any free one")
      ->capture_default_str();
  app.add_option("--seed", options.seed,
                 "the same seed gives the same campaigns and faults")
      ->capture_default_str();
  AddCampaignFlags(app, options, flags);
  AddTimeFlags(app, options, flags);
  app.add_option("--fault", flags.faults,
                 "a fault from the start on, written as for POST "
                 "/_control/fault: kind=503&endpoint=detail&times=3");
}

Error Wrong(std::string message) {
  return {Reason::kInternal, std::move(message)};
}

Status SetDuration(const std::string& flag, const std::string& text,
                   Span& field) {
  const auto duration = DurationOf(text);
  if (!duration) return Wrong(flag + ": '" + text + "' is no duration");
  field = *duration;
  return {};
}

Status SetAccounts(const Flags& flags, Options& options) {
  for (const std::string& text : flags.accounts) {
    auto account = ParseAccount(text);
    if (!account.ok()) return WithContext("--account", account.error());
    if (AccountByName(options.accounts, account->name) ||
        AccountByKey(options.accounts, account->api_key)) {
      return Wrong("--account: '" + account->name +
                   "' has the name or the key of another one");
    }
    options.accounts.push_back(std::move(account).value());
  }
  if (options.accounts.empty()) options.accounts.emplace_back();
  return {};
}

Status SetCampaigns(const Flags& flags, Options& options) {
  for (const std::string& text : flags.named) {
    const auto campaign = ParseCampaign(text);
    if (!campaign.ok()) return WithContext("--campaign", campaign.error());
    if (!campaign->account.empty() &&
        !AccountByName(options.accounts, campaign->account)) {
      return Wrong("--campaign: no account '" + campaign->account + "'");
    }
    options.named.push_back(*campaign);
  }
  if (!flags.scenario.empty() && flags.scenario != "demo") {
    return Wrong("--scenario: '" + flags.scenario + "' is not known (demo is)");
  }
  options.demo = !flags.scenario.empty();
  const bool others =
      options.demo || !options.named.empty() || !options.documents.empty();
  options.campaigns = flags.campaigns.value_or(others ? 0 : kDefaultCampaigns);
  if (flags.shape.empty()) return {};
  options.shape = ShapeByName(flags.shape);
  if (options.shape) return {};
  return Wrong("--shape: '" + flags.shape + "' is not known");
}

Status SetFaults(const Flags& flags, Options& options) {
  for (const std::string& text : flags.faults) {
    auto fault = ParseFault(Query(text));
    if (!fault.ok()) return fault.error();
    options.faults.push_back(std::move(fault).value());
  }
  return {};
}

Status SetTimes(const Flags& flags, Options& options) {
  if (flags.time) {
    if (!(std::abs(*flags.time) < 2e10)) return Wrong("--time: out of range");
    options.start = Instant(Span(std::llround(*flags.time * 1000)));
  }
  if (auto status = SetDuration("--time-zone-offset", flags.created_offset,
                                options.created_offset);
      !status.ok()) {
    return status;
  }
  if (auto status =
          SetDuration("--token-ttl", flags.token_ttl, options.token_ttl);
      !status.ok()) {
    return status;
  }
  return SetDuration("--token-claim-offset", flags.token_claim_offset,
                     options.token_claim_offset);
}

Status Interpret(const Flags& flags, Options& options) {
  for (const auto step : {SetAccounts, SetCampaigns, SetFaults, SetTimes}) {
    if (auto status = step(flags, options); !status.ok()) return status;
  }
  return {};
}

}  // namespace

Result<NamedCampaign> ParseCampaign(std::string_view text) {
  const std::vector<std::string> parts = SplitAtColons(text);
  NamedCampaign campaign;
  const auto id = IntegerOf(parts[0]);
  if (!id || *id < 0 || parts.size() > 4) {
    return Wrong("a campaign is id[:kind[:type[:account]]]");
  }
  campaign.id = *id;
  if (parts.size() > 1) {
    const auto kind = KindByName(parts[1]);
    if (!kind) return Wrong("no kind '" + parts[1] + "'");
    campaign.kind = *kind;
  }
  if (parts.size() > 2) {
    const auto type = TypeByName(parts[2]);
    if (!type) return Wrong("no type '" + parts[2] + "'");
    campaign.type = *type;
  }
  if (parts.size() > 3) campaign.account = parts[3];
  return campaign;
}

Result<Options, int> ParseOptions(int argc, const char* const* argv) {
  Options options;
  Flags flags;
  CLI::App app("A simulated BSG One API for tests and demonstrations.",
               "bsg_simulator");
  AddFlags(app, options, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Status status = Interpret(flags, options);
  if (status.ok()) return options;
  std::cerr << "bsg_simulator: " << status.error().message << '\n';
  return 2;
}

}  // namespace bsg_exporter::simulator
