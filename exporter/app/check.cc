#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/text.h"
#include "exporter/app/commands.h"
#include "exporter/app/load_config.h"
#include "exporter/app/one_scrape.h"
#include "exporter/app/print.h"

namespace bsg_exporter::app {
namespace {

// Long enough for every campaign to have its turn: each request ends by its
// own timeout.
constexpr std::chrono::hours kNoHurry(24);

void PrintRow(std::string_view account, std::string_view subject,
              std::string_view result, std::string_view detail) {
  std::printf("%-16.*s  %-12.*s  %-18.*s  %.*s\n",
              static_cast<int>(account.size()), account.data(),
              static_cast<int>(subject.size()), subject.data(),
              static_cast<int>(result.size()), result.data(),
              static_cast<int>(detail.size()), detail.data());
}

std::string_view ResultOf(const std::optional<Reason>& failure) {
  return failure ? ToString(*failure) : "ok";
}

std::string DetailOf(const bsg::CampaignState& state) {
  if (!state.document) return "";
  const bsg::Campaign& campaign = *state.document;
  // The API's words, on a terminal.
  return Escaped(campaign.type.value_or("unknown") + " " +
                 campaign.status.value_or("unknown") + " " +
                 campaign.name.value_or(""));
}

// True if every read succeeded.
bool PrintTable(const metrics::Snapshot& snapshot) {
  bool all_well = true;
  PrintRow("ACCOUNT", "CAMPAIGN", "RESULT", "TYPE STATUS NAME");
  for (const auto& account : snapshot.accounts) {
    if (!account->reads_balance) continue;
    PrintRow(account->name, "(balance)", ResultOf(account->failure), "");
    all_well = all_well && !account->failure;
  }
  for (const auto& campaign : snapshot.campaigns) {
    PrintRow(campaign->account, campaign->id_text, ResultOf(campaign->failure),
             DetailOf(*campaign));
    all_well = all_well && !campaign->failure;
  }
  return all_well;
}

}  // namespace

int Check(const Options& options) {
  const Result<config::Config> config = LoadConfig(options);
  if (!config.ok()) return PrintUsageError(config.error());
  const Result<std::unique_ptr<Runtime>> runtime = NewRuntime(*config, options);
  if (!runtime.ok()) return PrintUsageError(runtime.error());
  std::printf("configuration is valid: accounts %zu, campaigns %zu\n",
              config->accounts.size(), (*runtime)->configured_campaigns);
  if (!options.live) return FlushOutput();
  const bool all_well = PrintTable(OneScrape(**runtime, kNoHurry));
  return std::max(FlushOutput(), all_well ? kExitOk : kExitFailed);
}

}  // namespace bsg_exporter::app
