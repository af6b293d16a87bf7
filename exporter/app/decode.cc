#include "bsg_exporter/bsg/decode.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/text_sink.h"
#include "exporter/app/commands.h"
#include "exporter/app/load_config.h"
#include "exporter/app/print.h"

namespace bsg_exporter::app {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;

int Fail(const Options& options, const Error& error) {
  std::fprintf(stderr, "bsg_exporter: %s: %s: %s\n", options.file.c_str(),
               std::string(ToString(error.reason)).c_str(),
               error.message.c_str());
  return kExitFailed;
}

// As log lines, which keep a document's control characters off the terminal.
void LogUnexpected(const std::vector<bsg::Unexpected>& unexpected) {
  const std::unique_ptr<Logger> logger = NewStderrLogger({});
  for (const bsg::Unexpected& found : unexpected) {
    logger->Warn("unexpected value in an API document",
                 {{"field", ToString(found.place)}, {"value", found.what}});
  }
}

std::string AccountName(const Options& options) {
  return options.account.empty() ? "main" : options.account;
}

// The zone of the document's times: the configuration's, where one is given.
Result<bsg::TimeZone> ZoneOf(const Options& options) {
  if (options.config_file.empty()) return bsg::TimeZone::Utc();
  Options only_file;
  only_file.config_file = options.config_file;
  const Result<config::Config> config = LoadConfig(only_file);
  if (!config.ok()) return config.error();
  for (const config::AccountConfig& account : config->accounts) {
    if (account.name == options.account) {
      return bsg::TimeZone::Load(account.time_zone);
    }
  }
  return bsg::TimeZone::Load(config->time_zone);
}

int PrintBalance(const Options& options, bsg::Balance balance) {
  auto state = std::make_shared<bsg::AccountState>();
  state->name = AccountName(options);
  state->balance = std::move(balance);
  state->failure.reset();
  metrics::TextSink sink(PrintPiece);
  const std::shared_ptr<const bsg::AccountState> all[] = {state};
  metrics::WriteAccounts(all, sink);
  sink.Finish();
  return FlushOutput();
}

int PrintCampaign(const Options& options, bsg::Campaign campaign) {
  if (options.campaigns.empty() && !campaign.id) {
    return Fail(options, {Reason::kInvalidDocument,
                          "the document has no id: give --campaign=ID"});
  }
  auto state = std::make_shared<bsg::CampaignState>();
  state->account = AccountName(options);
  state->id =
      options.campaigns.empty() ? *campaign.id : options.campaigns.front();
  state->id_text = std::to_string(state->id);
  state->document = std::make_shared<const bsg::Campaign>(std::move(campaign));
  state->failure.reset();
  metrics::TextSink sink(PrintPiece);
  const std::shared_ptr<const bsg::CampaignState> all[] = {state};
  metrics::WriteCampaigns(all, sink);
  sink.Finish();
  return FlushOutput();
}

}  // namespace

// A saved document, the way a scrape would show it: a campaign's detail, or an
// account's balance. When it was received and how often it would be read is
// not known here, so those series are missing.
int Decode(const Options& options) {
  if (options.campaigns.size() > 1) {
    std::fputs("bsg_exporter: decode takes one --campaign\n", stderr);
    return kExitUsage;
  }
  const Result<bsg::TimeZone> zone = ZoneOf(options);
  if (!zone.ok()) return PrintUsageError(zone.error());
  const std::string path = options.file == "-" ? "/dev/stdin" : options.file;
  const Result<std::string> body = ReadFile(path, kMaxBytes);
  if (!body.ok()) return Fail(options, body.error());

  Result<bsg::Decoded<bsg::Balance>> balance = bsg::DecodeBalance(*body);
  if (balance.ok()) {
    LogUnexpected(balance->unexpected);
    return PrintBalance(options, std::move(balance->value));
  }
  std::optional<bsg::CampaignId> asked;
  if (!options.campaigns.empty()) asked = options.campaigns.front();
  Result<bsg::Decoded<bsg::Campaign>> campaign =
      bsg::DecodeCampaign(*body, *zone, asked);
  if (!campaign.ok()) return Fail(options, campaign.error());
  LogUnexpected(campaign->unexpected);
  return PrintCampaign(options, std::move(campaign->value));
}

}  // namespace bsg_exporter::app
