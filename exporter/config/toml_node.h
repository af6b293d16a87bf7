#pragma once

#include <toml++/toml.h>

#include <string_view>

#include "exporter/config/problems.h"

namespace bsg_exporter::config {

// Where something of the file stands.
Place PlaceOf(const toml::source_region& source);

// "a table", "an integer": what a node is, for messages.
std::string_view TypeName(const toml::node& node);

}  // namespace bsg_exporter::config
