#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bsg_exporter/web/query.h"

namespace bsg_exporter::simulator {

// The parameters of a query, as the listener reads them.
using web::Query;

// A whole decimal number and nothing else.
std::optional<std::int64_t> IntegerOf(std::string_view text);

}  // namespace bsg_exporter::simulator
