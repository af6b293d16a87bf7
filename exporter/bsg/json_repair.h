#pragma once

#include <cstddef>

namespace bsg_exporter::bsg::json {

// What RapidJSON would get wrong is put right in the text before it reads it.

// Rewrites \u0000 to \uFFFD, and finds the second half of a surrogate pair
// without the first one, which RapidJSON would turn into invalid UTF-8 (the
// first one alone it refuses). Backslashes outside of texts are its own to
// refuse. Gives the first half pair's place, or null.
const char* FixEscapes(char* text, const char* end);

// RapidJSON takes a number beyond double's range for a syntax error. It is
// none: such a number is to cost its own field only. Replaces them with
// booleans, which every look refuses as well.
void ReplaceHugeNumbers(char* text, std::size_t size);

}  // namespace bsg_exporter::bsg::json
