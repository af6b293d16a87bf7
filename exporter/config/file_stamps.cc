#include "exporter/config/file_stamps.h"

#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace bsg_exporter::config {
namespace {

// glob(3) asks whether a folder that it cannot read ends the search.
int EndsSearch(const char* /*folder*/, int code) {
  return code == ENOENT ? 0 : 1;
}

// False if not everything could be searched.
bool Search(const std::string& pattern, std::vector<std::string>& paths) {
  glob_t found = {};
  const int result = glob(pattern.c_str(), GLOB_NOSORT, EndsSearch, &found);
  for (std::size_t i = 0; i < found.gl_pathc; ++i) {
    paths.emplace_back(found.gl_pathv[i]);
  }
  globfree(&found);
  return result == 0 || result == GLOB_NOMATCH;
}

}  // namespace

FileStamps FindFiles(const std::vector<std::string>& patterns,
                     std::size_t max_files) {
  FileStamps found;
  std::vector<std::string> paths;
  for (const std::string& pattern : patterns) {
    if (!Search(pattern, paths)) {
      found.problems.push_back(
          {pattern, 0, 0, "expected folders that can be read"});
    }
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  if (paths.size() > max_files) {
    found.problems.push_back({patterns.back(), 0, 0,
                              "expected at most " + std::to_string(max_files) +
                                  " campaign files, got " +
                                  std::to_string(paths.size())});
    paths.resize(max_files);
  }
  for (const std::string& path : paths) found.files.push_back(StampOf(path));
  return found;
}

}  // namespace bsg_exporter::config
