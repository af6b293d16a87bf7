#pragma once

#include <cstddef>
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
};

// "file:line:col: what", or "file: what" where there is no line. One line.
std::string ToString(const Problem& problem);

// Strict: an unknown key, a wrong type, a value out of range, an unreadable
// key file: each is a problem, and all of them are reported at once, in the
// file's order (never an empty list).
using LoadResult = Result<Config, std::vector<Problem>>;

LoadResult LoadFile(const std::string& path);

// The same for a text; `name` stands for the file in problems, and relative
// paths count from the folder `name` is in, as they do for LoadFile.
LoadResult Parse(std::string_view text, const std::string& name);

// Every key that a file may have, with the tables it stands in, such as
// "time_zone" or "account.campaign.id". The loader refuses all others.
std::vector<std::string> KnownKeys();

}  // namespace bsg_exporter::config
