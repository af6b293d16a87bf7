#pragma once

#include <string_view>

namespace bsg_exporter {

// Takes the character that a text, which is not empty, begins with off it. A
// byte that begins none (cut off, too long a form, half a surrogate pair,
// above U+10FFFF) is taken alone, and U+FFFD stands for it: what is made of
// the answers is valid UTF-8, whatever the text was. The view is of the text
// or lives forever.
std::string_view TakeCharacter(std::string_view& text);

}  // namespace bsg_exporter
