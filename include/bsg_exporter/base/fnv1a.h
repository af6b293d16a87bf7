#pragma once

#include <cstdint>
#include <string_view>

namespace bsg_exporter {

// The FNV-1a hash, 64 bits: the same on every machine and in every version, so
// that programs can agree by it. No protection against forgery.
constexpr std::uint64_t Fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

}  // namespace bsg_exporter
