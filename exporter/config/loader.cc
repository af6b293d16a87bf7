#include "bsg_exporter/config/loader.h"

#include <toml++/toml.h>

#include <cctype>
#include <filesystem>
#include <utility>

#include "bsg_exporter/base/file.h"
#include "exporter/config/account.h"
#include "exporter/config/problems.h"
#include "exporter/config/sections.h"
#include "exporter/config/table_reader.h"
#include "exporter/config/values.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;

Config ReadConfig(const toml::table& table, const std::string& folder,
                  const Check& check_zone, Problems& problems) {
  Config config;
  TableReader root(table, "", problems);
  root.String("time_zone", check_zone, config.time_zone);
  config.accounts = ReadAccounts(root, config.time_zone, check_zone, folder);
  if (auto in = root.Table("scrape")) Read(*in, config.scrape);
  if (auto in = root.Table("refresh")) Read(*in, config.refresh);
  if (auto in = root.Table("http")) Read(*in, folder, config.http);
  if (auto in = root.Table("web")) Read(*in, config.web);
  if (auto in = root.Table("log")) Read(*in, config.log);
  return config;
}

// The library's words, without the beginning that all of them share.
std::string Describe(const toml::parse_error& error) {
  constexpr std::string_view kBeginning = "Error while parsing ";
  std::string_view text = error.description();  // never empty
  if (text.starts_with(kBeginning)) text.remove_prefix(kBeginning.size());
  std::string what = "not valid TOML: ";
  const std::size_t start = what.size();
  what += OneLine(text);
  what[start] =
      static_cast<char>(std::tolower(static_cast<unsigned char>(what[start])));
  return what;
}

}  // namespace

LoadResult LoadFile(const std::string& path, const Check& zone_exists) {
  const Result<std::string> text = ReadFile(path, kMaxBytes);
  if (!text.ok()) {
    return std::vector<Problem>{{path, 0, 0, text.error().message}};
  }
  return Parse(*text, path, zone_exists);
}

LoadResult Parse(std::string_view text, const std::string& name,
                 const Check& zone_exists) {
  const Check check_zone = [&](std::string_view zone) {
    Result<std::string> checked = CheckTimeZone(zone);
    return checked.ok() && zone_exists ? zone_exists(*checked) : checked;
  };
  Problems problems(name);
  try {
    const toml::table table = toml::parse(text, std::string_view(name));
    const std::string folder =
        std::filesystem::path(name).parent_path().string();
    Config config = ReadConfig(table, folder, check_zone, problems);
    if (problems.empty()) return config;
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    problems.Add({at.line, at.column}, Describe(error));
  }
  return std::move(problems).InFileOrder();
}

}  // namespace bsg_exporter::config
