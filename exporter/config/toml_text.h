#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {

// The text as TOML; `name` stands for its file.
Result<toml::table, Problem> ParseToml(std::string_view text,
                                       const std::string& name);

}  // namespace bsg_exporter::config
