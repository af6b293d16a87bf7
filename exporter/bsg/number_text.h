#pragma once

#include <optional>
#include <string_view>

namespace bsg_exporter::bsg {

// A text of JSON's grammar for numbers ("-12.50", "1e3"; not "inf", "0x1",
// " 1", ".5") that a double can hold.
std::optional<double> RealOf(std::string_view text);

// Whether the text has JSON's grammar for numbers, of whatever size.
bool IsNumber(std::string_view text);

}  // namespace bsg_exporter::bsg
