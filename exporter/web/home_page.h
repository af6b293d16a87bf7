#pragma once

#include <string_view>

#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// The page at "/", for people: what this is, which version, where to go.
Response HomePage(std::string_view telemetry_path);

}  // namespace bsg_exporter::web
