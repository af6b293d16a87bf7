#pragma once

#include <string>
#include <vector>

#include "bsg_exporter/config/campaign_files.h"

namespace bsg_exporter::config {

// Looks for the files that any of the patterns (glob(3)) matches, each once,
// and at their state. A folder that is not there holds nothing; one that
// cannot be read is a problem, and so are more than `max_files`.
FileStamps FindFiles(const std::vector<std::string>& patterns,
                     std::size_t max_files);

}  // namespace bsg_exporter::config
