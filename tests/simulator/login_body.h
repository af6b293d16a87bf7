#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bsg_exporter::simulator {

// The text under `key` of a flat JSON object whose values are all texts, which
// is all that a login needs; nothing if the body is anything else.
std::optional<std::string> TextMember(std::string_view body,
                                      std::string_view key);

}  // namespace bsg_exporter::simulator
