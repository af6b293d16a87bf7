// A program of the build: bsg_manual TEMPLATE DATE prints the template with
// its marks (@FLAGS@ and the like) replaced by what the table of flags says.
// The manual page and the completion are made so.

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/version.h"
#include "exporter/app/flags.h"

namespace bsg_exporter::app {
namespace {

constexpr std::size_t kMaxTemplate = 1 << 20;

using Marks = std::map<std::string, std::string, std::less<>>;

bool IsArgument(const Flag& flag) { return !flag.name.starts_with('-'); }

// --- the manual page, in the language of mdoc(7)

std::string Item(const std::string& head, std::string_view text) {
  std::string item = ".It " + head + "\n";
  item += text;
  return item + ".\n";
}

// "-h,--help" as "Fl h , Fl -help".
std::string FlagMacros(std::string_view names) {
  std::string macros;
  for (;;) {
    const std::size_t comma = names.find(',');
    macros += "Fl " + std::string(names.substr(1, comma - 1));
    if (comma == names.npos) return macros;
    macros += " , ";
    names.remove_prefix(comma + 1);
  }
}

std::string ManualItem(const Flag& flag) {
  if (IsArgument(flag)) return Item("Ar " + std::string(flag.name), flag.text);
  std::string head = FlagMacros(flag.name);
  if (TakesValue(flag)) head += " Ns = Ns Ar " + std::string(flag.argument);
  if (IsRepeatable(flag)) head += " ...";
  return Item(head, flag.text);
}

std::string ManualItem(const EndingFlag& flag) {
  return Item(FlagMacros(flag.names), flag.text);
}

std::string ManualFlags() {
  std::string items = ManualItem(kVersionFlag) + ManualItem(kHelpFlag);
  for (const Flag& flag : Flags()) items += ManualItem(flag);
  return items;
}

std::string ManualCommands() {
  std::string items;
  for (const CommandRow& row : Commands()) {
    items += Item("Cm " + std::string(row.name), row.text);
    if (row.flags.empty()) continue;
    items += ".Bl -tag -width Ds\n";
    for (const Flag& flag : row.flags) items += ManualItem(flag);
    items += ".El\n";
  }
  return items;
}

// --- the completion, in the language of bash

// Behind a "=" readline completes the value, so no blank may follow.
std::string Word(const Flag& flag) {
  return std::string(flag.name) + (TakesValue(flag) ? "= " : " ");
}

std::string Words(std::span<const Flag> flags) {
  std::string words;
  for (const Flag& flag : flags) {
    if (!IsArgument(flag)) words += Word(flag);
  }
  return words;
}

std::string EndingWords() {
  std::string words;
  for (const EndingFlag& flag : {kVersionFlag, kHelpFlag}) {
    words += flag.names.substr(flag.names.rfind("--"));
    words += ' ';
  }
  return words;
}

std::string CommandWords() {
  std::string words;
  for (const CommandRow& row : Commands()) words += std::string(row.name) + ' ';
  return words;
}

std::string CommandCases() {
  std::string cases;
  for (const CommandRow& row : Commands()) {
    if (row.flags.empty()) continue;
    cases +=
        "    " + std::string(row.name) + ") flags+='" + Words(row.flags) + "'";
    const bool has_argument =
        std::any_of(row.flags.begin(), row.flags.end(), IsArgument);
    cases += has_argument ? " files=yes ;;\n" : " ;;\n";
  }
  return cases;
}

void AddValueCase(const Flag& flag, std::string& cases) {
  if (!TakesValue(flag) || IsArgument(flag)) return;
  std::string values;
  for (const std::string& choice : flag.choices) values += choice + ' ';
  if (flag.argument == "PATH") values = "@files";
  cases += "    " + std::string(flag.name) + ") values='" + values + "' ;;\n";
}

std::string ValueCases() {
  std::string cases;
  for (const Flag& flag : Flags()) AddValueCase(flag, cases);
  for (const CommandRow& row : Commands()) {
    for (const Flag& flag : row.flags) AddValueCase(flag, cases);
  }
  return cases;
}

// --- the template

Marks MarksOf(const std::string& date) {
  return {{"VERSION", std::string(GetBuildInfo().version)},
          {"DATE", date},
          {"MANUAL_FLAGS", ManualFlags()},
          {"MANUAL_COMMANDS", ManualCommands()},
          {"FLAGS", EndingWords() + Words(Flags())},
          {"COMMANDS", CommandWords()},
          {"COMMAND_CASES", CommandCases()},
          {"VALUE_CASES", ValueCases()}};
}

// The value stands for the whole line if the mark is all that is on it.
std::string Fill(std::string text, const Marks& marks) {
  for (const auto& [name, value] : marks) {
    const std::string mark = '@' + name + '@';
    for (std::size_t at; (at = text.find(mark)) != text.npos;) {
      const bool takes_line = value.ends_with('\n');
      text.replace(at, mark.size() + (takes_line ? 1 : 0), value);
    }
  }
  return text;
}

int PrintFilled(const char* path, const char* date) {
  const Result<std::string> text = ReadFile(path, kMaxTemplate);
  if (!text.ok()) {
    std::fprintf(stderr, "bsg_manual: %s\n", text.error().message.c_str());
    return 1;
  }
  std::fputs(Fill(*text, MarksOf(date)).c_str(), stdout);
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace bsg_exporter::app

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: bsg_manual TEMPLATE DATE\n", stderr);
    return 2;
  }
  return bsg_exporter::app::PrintFilled(argv[1], argv[2]);
}
