#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace bsg_exporter::simulator {

// "500ms", "90s", "15m", "3h", "30d", with a sign before it or without; a
// number alone is seconds.
std::optional<std::chrono::milliseconds> DurationOf(std::string_view text);

}  // namespace bsg_exporter::simulator
