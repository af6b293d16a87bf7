#pragma once

#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/loader.h"

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

// A file that the program will have to read: expanded, resolved, and read now,
// for its sake alone. "" is none.
Check ReadableFile(const std::string& folder);

}  // namespace bsg_exporter::config
