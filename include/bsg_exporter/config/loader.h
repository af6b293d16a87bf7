#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

// One thing that is wrong with a file, and what would be right.
struct Problem {
  std::string file;
  std::size_t line = 0;    // from 1; 0 if the file as a whole is meant
  std::size_t column = 0;  // from 1, in characters
  std::string what;

  friend bool operator==(const Problem&, const Problem&) = default;
};

// "file:line:col: what", or "file: what" where there is no line. One line.
std::string ToString(const Problem& problem);

// Strict: an unknown key, a wrong type, a value out of range, an unreadable
// key file: each is a problem, and all of them are reported at once, in the
// file's order, those of campaign files after it (never an empty list).
using LoadResult = Result<Config, std::vector<Problem>>;

// Gives a text as the configuration keeps it, or says what is wrong with it.
using Check = std::function<Result<std::string>(std::string_view)>;

// A key of web.tls, and what is wrong with it.
struct TlsFault {
  std::string key;
  std::string what;
};

// What this layer cannot know of values that look right; who is not asked has
// nothing against them.
struct Outside {
  Check zone;     // whether the system has a time zone of that name
  Check ca_file;  // whether requests can be made with that file
  // Whether a server can use these files and rules together.
  std::function<std::optional<TlsFault>(const TlsConfig&)> tls;
};

LoadResult LoadFile(const std::string& path, const Outside& outside = {});

// The same for a text; `name` stands for the file in problems, and relative
// paths count from the folder `name` is in, as they do for LoadFile.
LoadResult Parse(std::string_view text, const std::string& name,
                 const Outside& outside = {});

// One address to listen on, as `web.listen` and the flag take it.
Result<std::string> CheckListen(std::string_view text);

// Every key that a configuration file may have, with the tables it stands in,
// such as "time_zone" or "account.campaign.id". The loader refuses all others.
std::vector<std::string> KnownKeys();

}  // namespace bsg_exporter::config
