#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace bsg_exporter::app {

enum class Command { kServe, kCheck, kScrape, kDecode };

// What the command line says. Empty means: not said.
struct Options {
  Command command = Command::kServe;
  std::string config_file;
  std::vector<std::string> listen;
  std::string log_level;
  std::string log_format;
  std::vector<std::int64_t> campaigns;
  std::string shard;    // "I/N" or "hostname/N", held to be sound
  std::string account;  // decode: the label `account`, whose zone counts
  bool live = false;    // check: also reads every campaign
  std::string file;     // decode: what to read
};

// The command line asked for a text (--help, --version) or was wrong: what to
// print, and how to end. The text is for standard output if code is 0.
struct Ending {
  int code = 0;
  std::string text;
};

std::variant<Options, Ending> ParseCommandLine(int argc,
                                               const char* const* argv);

}  // namespace bsg_exporter::app
