#include "exporter/config/file_stamps.h"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace bsg_exporter::config {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

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

FileStamp StampOf(const std::string& path) {
  struct stat info = {};
  // What cannot be had is told when it is read.
  if (stat(path.c_str(), &info) != 0) return {path};
  return {path, info.st_dev, info.st_ino, info.st_size,
          info.st_mtim.tv_sec * kNanosecondsPerSecond + info.st_mtim.tv_nsec};
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
