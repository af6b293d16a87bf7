#include "exporter/app/flags.h"

#include "exporter/app/shard.h"

namespace bsg_exporter::app {
namespace {

std::string ProblemOfShard(const std::string& text) {
  const Result<collect::Shard> shard = ParseShard(text);
  return shard.ok() ? "" : shard.error().message;
}

}  // namespace

std::span<const Flag> Flags() {
  static const std::vector<Flag> kFlags = {
      {"--config.file", "PATH", "Configuration file", &Options::config_file},
      {"--web.listen-address", "ADDR",
       "Serve here: host:port, [::]:port or unix:/path (default :10274)",
       &Options::listen},
      {"--log.level",
       "LEVEL",
       "debug, info, warn or error (default info)",
       &Options::log_level,
       {"debug", "info", "warn", "error"}},
      {"--log.format",
       "FORMAT",
       "logfmt or json (default logfmt)",
       &Options::log_format,
       {"logfmt", "json"}},
      {"--campaign", "ID",
       "Campaign to read without a file; with decode: its label",
       &Options::campaigns},
      {"--shard",
       "I/N",
       "Serve one of N shares: I from 0, or hostname (a StatefulSet's pod)",
       &Options::shard,
       {},
       ProblemOfShard},
  };
  return kFlags;
}

std::span<const CommandRow> Commands() {
  static const std::vector<CommandRow> kCommands = {
      {"serve", "Serve metrics over HTTP (what happens without a command)",
       Command::kServe},
      {"check",
       "Check the configuration",
       Command::kCheck,
       {{"--live", "",
         "Also log in and read every campaign once; print a table",
         &Options::live}}},
      {"scrape", "Print the metrics of one scrape", Command::kScrape},
      {"decode",
       "Print a saved API document as metrics, offline",
       Command::kDecode,
       {{"FILE", "", "The document; - for standard input", &Options::file},
        {"--account", "NAME",
         "Value of the label account (default main), whose time zone counts",
         &Options::account}}},
  };
  return kCommands;
}

}  // namespace bsg_exporter::app
