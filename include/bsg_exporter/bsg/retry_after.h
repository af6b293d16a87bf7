#pragma once

#include <optional>
#include <string_view>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::bsg {

// The header Retry-After: seconds, or a date ("Wed, 11 Feb 2026 09:30:05
// GMT"). How long to wait from `now`, never negative; nothing if it is
// neither.
std::optional<Duration> ParseRetryAfter(std::string_view text, WallTime now);

}  // namespace bsg_exporter::bsg
