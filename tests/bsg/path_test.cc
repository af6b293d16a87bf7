#include "exporter/bsg/path.h"

#include <gtest/gtest.h>

#include <cstddef>

namespace bsg_exporter::bsg {
namespace {

TEST(PathTest, HasKeysAndPositionsFromTheRootOn) {
  const Path root;
  const Path data = root.At("data");
  const Path list = data.At("statistics");
  const Path first = list.At(std::size_t{0});
  EXPECT_EQ(ToString(root), "");
  EXPECT_EQ(ToString(data), "/data");
  EXPECT_EQ(ToString(first.At("delivered")), "/data/statistics/0/delivered");
  EXPECT_EQ(ToString(list.At(std::size_t{12})), "/data/statistics/12");
}

TEST(PathTest, AnEmptyKeyIsAKey) {
  const Path root;
  EXPECT_EQ(ToString(root.At("")), "/");
}

TEST(PathTest, StaysOneLineWhateverAKeyHolds) {
  const Path root;
  EXPECT_EQ(ToString(root.At("a\nb\x1f \x7f")), "/a\\x0ab\\x1f \\x7f");
  EXPECT_EQ(ToString(root.At("\xC3\xA9")), "/\xC3\xA9")
      << "no control character";
}

}  // namespace
}  // namespace bsg_exporter::bsg
