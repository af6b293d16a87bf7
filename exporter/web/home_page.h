#pragma once

#include <string>
#include <string_view>

namespace bsg_exporter::web {

// The page at "/", for people: what this is, which version, where to go.
std::string HomePage(std::string_view telemetry_path);

}  // namespace bsg_exporter::web
