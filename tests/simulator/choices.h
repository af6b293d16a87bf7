#pragma once

#include <cstdint>
#include <initializer_list>

namespace bsg_exporter::simulator {

// Well spread bits that depend on the inputs alone (splitmix64): the same on
// every machine, so that a seed means the same campaigns everywhere.
constexpr std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9e3779b97f4a7c15u + b + 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// A row of choices. Each call gives the next one.
class Choices {
 public:
  constexpr Choices(std::uint64_t seed, std::uint64_t subject)
      : state_(Mix(seed, subject)) {}

  // From 0 to n - 1; n > 0.
  constexpr std::int64_t Below(std::int64_t n) {
    state_ = Mix(state_, 1);
    return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(n));
  }
  constexpr std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + Below(high - low + 1);
  }
  template <class T>
  constexpr T OneOf(std::initializer_list<T> values) {
    return *(values.begin() + Below(static_cast<std::int64_t>(values.size())));
  }

 private:
  std::uint64_t state_;
};

}  // namespace bsg_exporter::simulator
