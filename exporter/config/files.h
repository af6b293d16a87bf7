#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::config {

// A path that the file names, seen from the file's own folder ("": the working
// directory).
std::string ResolvePath(const std::string& folder, const std::string& path);

// The same for a pattern of glob(3); what the folder's own name holds is no
// pattern.
std::string ResolvePattern(const std::string& folder,
                           const std::string& pattern);

// Puts systemd's folder where ${CREDENTIALS_DIRECTORY} stands. Fails if that
// variable is not set, and on any other "${": a name that nobody expands is
// never meant.
Result<std::string> ExpandCredentials(std::string_view path);

// As ReadFile, but a pipe or a device is refused, not waited for.
Result<std::string> ReadRegularFile(const std::string& path,
                                    std::size_t max_bytes);

}  // namespace bsg_exporter::config
