#pragma once

#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

// "500ms", "15s", "1h30m", "30d": whole numbers with a unit, larger units
// first, each once. Never negative.
Result<Milliseconds> ParseDuration(std::string_view text);

// The shortest such text. `duration` is not negative.
std::string ToText(Milliseconds duration);

}  // namespace bsg_exporter::config
