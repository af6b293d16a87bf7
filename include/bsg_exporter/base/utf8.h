#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace bsg_exporter {

// Takes the character that a text, which is not empty, begins with off it. A
// byte that begins none (cut off, too long a form, half a surrogate pair,
// above U+10FFFF) is taken alone, and U+FFFD stands for it: what is made of
// the answers is valid UTF-8, whatever the text was. The view is of the text
// or lives forever.
std::string_view TakeCharacter(std::string_view& text);

// The number of a character, as TakeCharacter gives it, that controls (C0, DEL
// or C1): what breaks a line, or what a terminal acts on. Nothing for any other
// character.
std::optional<unsigned> ControlOf(std::string_view character);

// So many bytes of the text, or fewer: never half a character.
std::string_view Cut(std::string_view utf8, std::size_t max_bytes);

}  // namespace bsg_exporter
