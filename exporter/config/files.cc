#include "exporter/config/files.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "bsg_exporter/base/file.h"
#include "exporter/config/problems.h"

namespace bsg_exporter::config {

std::string ResolvePath(const std::string& folder, const std::string& path) {
  return (std::filesystem::path(folder) / path).string();
}

std::string ResolvePattern(const std::string& folder,
                           const std::string& pattern) {
  std::string literal;
  for (const char c : folder) {
    if (std::string_view("*?[\\").find(c) != std::string_view::npos) {
      literal += '\\';
    }
    literal += c;
  }
  return ResolvePath(literal, pattern);
}

Result<std::string> ExpandCredentials(std::string_view path) {
  constexpr std::string_view kVariable = "${CREDENTIALS_DIRECTORY}";
  std::string expanded;
  for (;;) {
    const std::size_t start = path.find("${");
    expanded += path.substr(0, start);
    if (start == path.npos) return expanded;
    path.remove_prefix(start);
    if (!path.starts_with(kVariable)) {
      return Wrong("expected no variable but ${CREDENTIALS_DIRECTORY}, got " +
                   Quoted(path));
    }
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0') {
      return Wrong(
          "expected CREDENTIALS_DIRECTORY in the environment, it is not set");
    }
    expanded += folder;
    path.remove_prefix(kVariable.size());
  }
}

Result<std::string> ReadRegularFile(const std::string& path,
                                    std::size_t max_bytes) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  // What is missing or out of reach, ReadFile tells in the system's words.
  if (std::filesystem::is_other(status)) {
    return Error{Reason::kInternal,
                 "cannot read '" + path + "': not a regular file"};
  }
  return ReadFile(path, max_bytes);
}

}  // namespace bsg_exporter::config
