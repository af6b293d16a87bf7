#pragma once

#include <cstddef>
#include <string>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter {

// The whole of a regular file (or pipe). The error's message names the path
// and what is wrong with it: missing, a directory, unreadable, or more than
// `max_bytes` long. Reason: kInternal; callers give their own context.
Result<std::string> ReadFile(const std::string& path, std::size_t max_bytes);

}  // namespace bsg_exporter
