#include "bsg_exporter/bsg/decode.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/text.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "bsg_exporter/config/config.h"
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
void LogUnexpected(const std::vector<bsg::Unexpected>& unexpected,
                   const config::LogConfig& log) {
  if (unexpected.empty()) return;
  const std::unique_ptr<Logger> logger = NewStderrLogger(
      {.level = log.level, .format = log.format, .on_line = nullptr});
  for (const bsg::Unexpected& found : unexpected) {
    logger->Warn("unexpected value in an API document",
                 {{"field", ToString(found.place)}, {"value", found.what}});
  }
}

std::string AccountName(const Options& options) {
  return options.account.empty() ? "main" : options.account;
}

// Without a file the defaults, and no account. A campaign is a label here, not
// one to read.
Result<config::Config> ConfigOf(Options options) {
  options.campaigns.clear();
  if (!options.config_file.empty()) return LoadConfig(options);
  config::Config config;
  TakeLogFlags(options, config.log);
  return config;
}

Error NoSuchAccount(const std::string& name, const config::Config& config) {
  std::vector<std::string> known;
  for (const config::AccountConfig& account : config.accounts) {
    known.push_back(account.name);
  }
  return {Reason::kInternal, "bsg_exporter: --account: expected one of " +
                                 Join(known, ", ") + ", got " + Quoted(name)};
}

// The zone of the document's times: that of the account that will be the label.
// A file that does not have the default one has a zone all the same.
Result<bsg::TimeZone> ZoneOf(const Options& options,
                             const config::Config& config) {
  for (const config::AccountConfig& account : config.accounts) {
    if (account.name == AccountName(options)) {
      return bsg::TimeZone::Load(account.time_zone);
    }
  }
  if (!options.account.empty() && !config.accounts.empty()) {
    return NoSuchAccount(options.account, config);
  }
  return bsg::TimeZone::Load(config.time_zone);
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
  const Result<config::Config> config = ConfigOf(options);
  if (!config.ok()) return PrintUsageError(config.error());
  const Result<bsg::TimeZone> zone = ZoneOf(options, *config);
  if (!zone.ok()) return PrintUsageError(zone.error());
  const std::string path = options.file == "-" ? "/dev/stdin" : options.file;
  const Result<std::string> body = ReadFile(path, kMaxBytes);
  if (!body.ok()) return Fail(options, body.error());

  Result<bsg::Decoded<bsg::Balance>> balance = bsg::DecodeBalance(*body);
  if (balance.ok()) {
    LogUnexpected(balance->unexpected, config->log);
    return PrintBalance(options, std::move(balance->value));
  }
  std::optional<bsg::CampaignId> asked;
  if (!options.campaigns.empty()) asked = options.campaigns.front();
  Result<bsg::Decoded<bsg::Campaign>> campaign =
      bsg::DecodeCampaign(*body, *zone, asked);
  if (!campaign.ok()) return Fail(options, campaign.error());
  LogUnexpected(campaign->unexpected, config->log);
  return PrintCampaign(options, std::move(campaign->value));
}

}  // namespace bsg_exporter::app
