#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bsg_exporter {

// Whether a text is valid UTF-8: no overlong forms, no surrogates, nothing
// past U+10FFFF.
bool IsUtf8(std::string_view text);

// Appends a code point; it must be one that UTF-8 can hold.
void AppendUtf8(std::uint32_t code_point, std::string& text);

}  // namespace bsg_exporter
