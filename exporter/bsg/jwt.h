#pragma once

#include <optional>
#include <string_view>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::bsg {

// The claim `exp` of a JWT (RFC 7519), which is not verified. Nothing if the
// token is no JWT, has no such claim, or one before 1970 or beyond the year
// 9999.
std::optional<WallTime> JwtExpiry(std::string_view token);

}  // namespace bsg_exporter::bsg
