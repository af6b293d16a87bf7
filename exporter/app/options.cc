#include "bsg_exporter/app/options.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/text.h"
#include "bsg_exporter/base/version.h"
#include "exporter/app/flags.h"

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
  const std::int64_t id = NumberOf<std::int64_t>(text).value_or(0);
  if (id < 1) {
    throw CLI::ValidationError("--campaign",
                               "expected the id of a campaign "
                               "such as 53651994, got '" +
                                   text + "'");
  }
  return id;
}

// Binds a flag to its place in the options.
struct Binder {
  CLI::App& app;
  const std::string name;
  Options& options;

  CLI::Option* operator()(bool Options::*place) const {
    return app.add_flag(name, options.*place);
  }
  template <typename Text>
  CLI::Option* operator()(Text Options::*place) const {
    return app.add_option(name, options.*place);
  }
  CLI::Option* operator()(std::vector<std::int64_t> Options::*place) const {
    auto& ids = options.*place;
    const auto take = [&ids](const std::vector<std::string>& texts) {
      for (const std::string& text : texts) ids.push_back(CampaignIdOf(text));
    };
    return app.add_option_function<std::vector<std::string>>(name, take);
  }
};

void AddFlag(CLI::App& app, const Flag& flag, Options& options) {
  CLI::Option* option = std::visit(Binder{app, std::string(flag.name), options},
                                   flag.destination);
  option->description(std::string(flag.text));
  if (TakesValue(flag)) option->type_name(std::string(flag.argument));
  if (IsRepeatable(flag)) option->allow_extra_args(false);
  if (!flag.name.starts_with('-')) option->required();
  if (!flag.choices.empty()) {
    option->check(CLI::IsMember(flag.choices).description(""));
  }
  if (flag.problem) option->check(CLI::Validator(flag.problem, ""));
}

void AddCommand(CLI::App& app, const CommandRow& row, Options& options) {
  CLI::App* sub =
      app.add_subcommand(std::string(row.name), std::string(row.text));
  sub->fallthrough();
  sub->callback(
      [&options, command = row.command] { options.command = command; });
  for (const Flag& flag : row.flags) AddFlag(*sub, flag, options);
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
  app.set_version_flag(std::string(kVersionFlag.names), VersionText(),
                       std::string(kVersionFlag.text));
  app.set_help_flag(std::string(kHelpFlag.names), std::string(kHelpFlag.text));
  app.require_subcommand(0, 1);
  for (const Flag& flag : Flags()) AddFlag(app, flag, options);
  for (const CommandRow& row : Commands()) AddCommand(app, row, options);
  try {
    app.parse(argc, argv);
    CheckCombination(options);
  } catch (const CLI::ParseError& error) {
    return EndingOf(app, error);
  }
  return options;
}

}  // namespace bsg_exporter::app
