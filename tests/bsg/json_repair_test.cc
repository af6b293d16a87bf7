// What the decoders' tests in json_test.cc do not show: the ends of the text.
#include "exporter/bsg/json_repair.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace bsg_exporter::bsg::json {
namespace {

// Where the first half pair stands, in the first `size` bytes of the text; and
// the whole text afterwards.
std::pair<std::optional<std::ptrdiff_t>, std::string> Fixed(std::string text,
                                                            std::size_t size) {
  const char* half = FixEscapes(text.data(), text.data() + size);
  if (half == nullptr) return {std::nullopt, text};
  return {half - text.data(), text};
}

std::string Replaced(std::string text, std::size_t size = std::string::npos) {
  ReplaceHugeNumbers(text.data(), std::min(size, text.size()));
  return text;
}

TEST(FixEscapesTest, AnEscapeThatTheEndCutsIsLeftAlone) {
  const std::string nul = R"("\u0000)";
  const std::string half = R"("\udc00)";
  for (std::size_t size = 0; size < nul.size(); ++size) {
    EXPECT_EQ(Fixed(nul, size), std::pair(std::optional<std::ptrdiff_t>(), nul))
        << size;
    EXPECT_EQ(Fixed(half, size).first, std::nullopt) << size;
  }
  EXPECT_EQ(Fixed(nul, nul.size()).second, R"("\uFFFD)");
  EXPECT_EQ(Fixed(half, half.size()).first, 1);
}

TEST(ReplaceHugeNumbersTest, ANumberMayEndTheText) {
  EXPECT_EQ(Replaced("1e309"), "true ");
  EXPECT_EQ(Replaced("[-1e309"), "[true  ");
  EXPECT_EQ(Replaced("1e3091", 5), "true 1");
  EXPECT_EQ(Replaced("1e309", 4), "1e309") << "1e30 is a number like others";
}

TEST(ReplaceHugeNumbersTest, WhatIsNoNumberIsRapidJsonsToRefuse) {
  for (const std::string text :
       {"1e309e", "01e309", "+1e309", "1e309.0", "-", "\"1e309", "\"\\", ""}) {
    EXPECT_EQ(Replaced(text), text);
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg::json
