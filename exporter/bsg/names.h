#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace bsg_exporter::bsg {

// Looks names up in a short table. Documents have their keys in much the same
// order as our tables, so each search starts behind the last hit.
template <std::size_t kSize>
class NameFinder {
 public:
  static constexpr std::size_t kNone = kSize;

  explicit constexpr NameFinder(
      const std::array<std::string_view, kSize>& names)
      : names_(names) {}

  // The name's position in the table, or kNone.
  std::size_t Find(std::string_view name) {
    for (std::size_t tried = 0; tried < kSize; ++tried) {
      const std::size_t at = next_ < kSize ? next_ : 0;
      next_ = at + 1;
      if (names_[at] == name) return at;
    }
    return kNone;
  }

 private:
  const std::array<std::string_view, kSize>& names_;
  std::size_t next_ = 0;
};

template <std::size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& names,
              std::string_view name) {
  return NameFinder(names).Find(name) != kSize;
}

}  // namespace bsg_exporter::bsg
