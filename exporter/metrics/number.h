#pragma once

#include <cstddef>

namespace bsg_exporter::metrics {

// As long as any number's text can be.
inline constexpr std::size_t kMaxNumber = 32;

// Writes a number as the text format has it and returns its end; `out` has
// room for kMaxNumber. Whole numbers below 1e15 print without an exponent,
// everything else as the shortest text that reads back to the same value;
// "NaN", "+Inf" and "-Inf" are spelled so.
char* FormatNumber(double value, char* out);

// The same for the bound of a histogram's bucket, which is a part of a series'
// identity: in the one spelling that OpenMetrics demands, in which every bound
// shows that it is no integer: "1.0", "0.025", "1e+06", "+Inf".
char* FormatBound(double value, char* out);

}  // namespace bsg_exporter::metrics
