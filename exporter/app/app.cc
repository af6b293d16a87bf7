#include "bsg_exporter/app/app.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <variant>

#include "bsg_exporter/app/options.h"
#include "exporter/app/commands.h"
#include "exporter/app/print.h"

namespace bsg_exporter::app {
namespace {

// Where the caller has closed a standard stream, the next descriptor would get
// its number: a log line or a page would go into a connection. Standard output
// stays one that cannot be written, so that a lost page is a failure.
void HoldStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number: this one, for those below it are taken.
    if (open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0) {
      return;
    }
  }
}

int Print(const Ending& ending) {
  if (ending.code == kExitOk) {
    PrintPiece(ending.text);
    return FlushOutput();
  }
  std::fputs(ending.text.c_str(), stderr);
  return ending.code;
}

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
  HoldStandardStreams();
  const auto parsed = ParseCommandLine(argc, argv);
  if (const auto* ending = std::get_if<Ending>(&parsed)) return Print(*ending);
  return RunCommand(std::get<Options>(parsed));
} catch (const std::exception& exception) {
  // The last barrier: nothing below is meant to throw.
  std::fprintf(stderr, "bsg_exporter: %s\n", exception.what());
  return kExitFailed;
}

}  // namespace bsg_exporter::app
