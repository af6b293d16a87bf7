#pragma once

#include <string>
#include <vector>

#include "bsg_exporter/config/config.h"
#include "exporter/config/table_reader.h"
#include "exporter/config/values.h"

namespace bsg_exporter::config {

// The tables [[account]], at least one. An account without a time zone gets
// `time_zone`, its own must pass `check_zone`; relative paths count from
// `folder`.
std::vector<AccountConfig> ReadAccounts(TableReader& root,
                                        const std::string& time_zone,
                                        const Check& check_zone,
                                        const std::string& folder);

}  // namespace bsg_exporter::config
