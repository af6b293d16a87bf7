#include "exporter/config/files.h"

#include <cstddef>
#include <cstdlib>
#include <filesystem>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/text.h"
#include "exporter/config/problems.h"
#include "exporter/config/values.h"

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

Check ReadableFile(const std::string& folder) {
  return [folder](std::string_view text) -> Result<std::string> {
    if (text.empty()) return std::string();
    constexpr std::size_t kMaxFileBytes = 16 << 20;
    const Result<std::string> path = CheckPath(text);
    if (!path.ok()) return path;
    const Result<std::string> expanded = ExpandCredentials(*path);
    if (!expanded.ok()) return expanded;
    const std::string resolved = ResolvePath(folder, *expanded);
    const Result<std::string> file = ReadRegularFile(resolved, kMaxFileBytes);
    return file.ok() ? Result<std::string>(resolved) : file;
  };
}

}  // namespace bsg_exporter::config
