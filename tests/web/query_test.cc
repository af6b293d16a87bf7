#include "bsg_exporter/web/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(QueryTest, DecodesNamesAndValues) {
  EXPECT_THAT(Query("a=1&b%5Bc%5d=x+y%2B&d&&e==&").all(),
              ElementsAre(Pair("a", "1"), Pair("b[c]", "x y+"), Pair("d", ""),
                          Pair("e", "=")));
  EXPECT_THAT(Query("").all(), IsEmpty());
  EXPECT_THAT(Query("=1&=").all(), ElementsAre(Pair("", "1"), Pair("", "")));
}

TEST(QueryTest, DecodedTextMayHoldAnyByte) {
  EXPECT_EQ(Query("a=%00%ff%26%3D%25").Get("a"), std::string("\0\xff&=%", 5));
}

TEST(QueryTest, AWrongPercentStaysAsItIsAndIsToldOf) {
  const Query query("a=%2g&%=1&b=%&c=%4&d=%-1&e=%+1");
  EXPECT_THAT(query.all(),
              ElementsAre(Pair("a", "%2g"), Pair("%", "1"), Pair("b", "%"),
                          Pair("c", "%4"), Pair("d", "%-1"), Pair("e", "% 1")));
  EXPECT_EQ(query.malformed(), "a");
  EXPECT_EQ(Query("a=1&b%zz=2&c=%").malformed(), "b%zz");
  EXPECT_EQ(Query("a=%41&b=%7E").malformed(), std::nullopt);
}

TEST(QueryTest, GivesTheFirstOfANameAndTellsWhetherThereAreMore) {
  const Query query("a=1&b=2&%61=3");
  EXPECT_EQ(query.Get("a"), "1");
  EXPECT_EQ(query.Get("b"), "2");
  EXPECT_EQ(query.Get("c"), std::nullopt);
  EXPECT_TRUE(query.IsRepeated("a"));
  EXPECT_FALSE(query.IsRepeated("b"));
  EXPECT_FALSE(query.IsRepeated("c"));
}

}  // namespace
}  // namespace bsg_exporter::web
