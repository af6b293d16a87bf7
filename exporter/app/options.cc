#include "bsg_exporter/app/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <sstream>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/version.h"
#include "exporter/app/shard.h"

namespace bsg_exporter::app {
namespace {

constexpr char kAbout[] =
    "Prometheus exporter for campaign statistics of BSG's One API.\n"
    "Without a configuration file, BSG_API_KEY and --campaign are enough;\n"
    "--campaign and --web.listen-address may be given more than once.\n";

std::string VersionText() {
  const BuildInfo build = GetBuildInfo();
  std::string text = "bsg_exporter ";
  text += build.version;
  text += " (revision ";
  text += build.revision;
  text += ", ";
  text += build.compiler;
  text += ")";
  return text;
}

// The library's own conversion would take 010 for 8, and cut what is too large.
std::int64_t CampaignIdOf(const std::string& text) {
  std::int64_t id = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || rest != end || id < 1) {
    throw CLI::ValidationError("--campaign",
                               "expected the id of a campaign "
                               "such as 53651994, got '" +
                                   text + "'");
  }
  return id;
}

std::string ProblemOfShard(const std::string& text) {
  const Result<collect::Shard> shard = ParseShard(text);
  return shard.ok() ? "" : shard.error().message;
}

void AddFlags(CLI::App& app, Options& options) {
  app.add_option("--config.file", options.config_file, "Configuration file")
      ->type_name("PATH");
  app.add_option("--web.listen-address", options.listen,
                 "Serve here: host:port, [::]:port or unix:/path "
                 "(default :10274)")
      ->type_name("ADDR")
      ->allow_extra_args(false);
  app.add_option("--log.level", options.log_level,
                 "debug, info, warn or error (default info)")
      ->type_name("LEVEL")
      ->check(
          CLI::IsMember({"debug", "info", "warn", "error"}).description(""));
  app.add_option("--log.format", options.log_format,
                 "logfmt or json (default logfmt)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"logfmt", "json"}).description(""));
  app.add_option_function<std::vector<std::string>>(
         "--campaign",
         [&options](const std::vector<std::string>& texts) {
           for (const std::string& text : texts) {
             options.campaigns.push_back(CampaignIdOf(text));
           }
         },
         "Campaign to read without a file; with decode: its label")
      ->type_name("ID")
      ->allow_extra_args(false);
  app.add_option("--shard", options.shard,
                 "Serve one of N shares: I from 0, or hostname "
                 "(a StatefulSet's pod)")
      ->type_name("I/N")
      ->check(CLI::Validator(ProblemOfShard, ""));
}

void AddCommands(CLI::App& app, Options& options) {
  const auto add = [&](const char* name, const char* about, Command command) {
    CLI::App* sub = app.add_subcommand(name, about);
    sub->fallthrough();
    sub->callback([&options, command] { options.command = command; });
    return sub;
  };
  add("serve", "Serve metrics over HTTP (what happens without a command)",
      Command::kServe);
  add("check", "Check the configuration", Command::kCheck)
      ->add_flag("--live", options.live,
                 "Also log in and read every campaign once; print a table");
  add("scrape", "Print the metrics of one scrape", Command::kScrape);
  CLI::App* decode =
      add("decode", "Print a saved API document as metrics, offline",
          Command::kDecode);
  decode->add_option("FILE", options.file, "The document; - for standard input")
      ->required()
      ->type_name("");
  decode
      ->add_option("--account", options.account,
                   "Value of the label account (default main)")
      ->type_name("NAME");
}

void CheckCombination(const Options& options) {
  if (options.command == Command::kDecode && !options.shard.empty()) {
    throw CLI::ValidationError("--shard",
                               "decode reads one document, leave the flag out");
  }
}

// The library has exit codes of its own, 109 and the like.
Ending EndingOf(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out, err;
  const bool fine = app.exit(error, out, err) == 0;
  if (fine) return {kExitOk, out.str()};
  return {kExitUsage, "bsg_exporter: " + std::string(error.what()) +
                          "\nbsg_exporter --help tells more.\n"};
}

}  // namespace

std::variant<Options, Ending> ParseCommandLine(int argc,
                                               const char* const* argv) {
  Options options;
  CLI::App app(kAbout, "bsg_exporter");
  app.get_formatter()->column_width(34);
  app.set_version_flag("--version", VersionText(), "Print the version and end");
  app.set_help_flag("-h,--help", "Print this help and end");
  app.require_subcommand(0, 1);
  AddFlags(app, options);
  AddCommands(app, options);
  try {
    app.parse(argc, argv);
    CheckCombination(options);
  } catch (const CLI::ParseError& error) {
    return EndingOf(app, error);
  }
  return options;
}

}  // namespace bsg_exporter::app
