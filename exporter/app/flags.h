#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bsg_exporter/app/options.h"

namespace bsg_exporter::app {

// The command line as a table: the parser (options.cc), the manual page and
// the completion (manual.cc) are made of it.

// Where the value goes, and with that how often the flag may be given: a
// vector's more than once. A bool's takes no value.
using Destination = std::variant<bool Options::*, std::string Options::*,
                                 std::vector<std::string> Options::*,
                                 std::vector<std::int64_t> Options::*>;

struct Flag {
  std::string_view name;      // without dashes: an argument, which is needed
  std::string_view argument;  // what the help says instead of the value
  std::string_view text;
  Destination destination;
  std::vector<std::string> choices = {};  // the values it may have, if not any
  // What is wrong with a value; "" if nothing is.
  std::string (*problem)(const std::string& value) = nullptr;
};

struct CommandRow {
  std::string_view name;
  std::string_view text;
  Command command;
  std::vector<Flag> flags = {};  // those that only this command has
};

// A flag that ends the program before any command is looked at.
struct EndingFlag {
  std::string_view names;
  std::string_view text;
};
inline constexpr EndingFlag kVersionFlag{"--version",
                                         "Print the version and end"};
inline constexpr EndingFlag kHelpFlag{"-h,--help", "Print this help and end"};

std::span<const Flag> Flags();  // those of every command
std::span<const CommandRow> Commands();

inline bool TakesValue(const Flag& flag) {
  return !std::holds_alternative<bool Options::*>(flag.destination);
}
inline bool IsRepeatable(const Flag& flag) {
  return flag.destination.index() >= 2;
}

}  // namespace bsg_exporter::app
