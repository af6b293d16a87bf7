#include "bsg_exporter/app/app.h"

#include <cstdio>
#include <exception>
#include <variant>

#include "bsg_exporter/app/options.h"
#include "exporter/app/commands.h"

namespace bsg_exporter::app {
namespace {

int RunCommand(const Options& options) {
  switch (options.command) {
    case Command::kServe:
      return Serve(options);
    case Command::kCheck:
      return Check(options);
    case Command::kScrape:
      return Scrape(options);
    case Command::kDecode:
      return Decode(options);
  }
  return kExitUsage;
}

}  // namespace

int Run(int argc, const char* const* argv) try {
  const auto parsed = ParseCommandLine(argc, argv);
  if (const auto* ending = std::get_if<Ending>(&parsed)) {
    std::fputs(ending->text.c_str(), ending->code == 0 ? stdout : stderr);
    return ending->code;
  }
  return RunCommand(std::get<Options>(parsed));
} catch (const std::exception& exception) {
  // The last barrier: nothing below is meant to throw.
  std::fprintf(stderr, "bsg_exporter: %s\n", exception.what());
  return kExitFailed;
}

}  // namespace bsg_exporter::app
