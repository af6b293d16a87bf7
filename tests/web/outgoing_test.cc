#include "exporter/web/outgoing.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace bsg_exporter::web {
namespace {

// What one write would send.
std::string Next(const Outgoing& outgoing) {
  std::string text;
  for (const std::string_view piece : outgoing.Next()) text += piece;
  return text;
}

Body BodyOf(std::initializer_list<std::string> chunks) {
  Body body;
  for (const std::string& chunk : chunks) body.Append(chunk);
  return body;
}

TEST(BodyTest, IsItsChunksInTheirOrder) {
  const Body body = BodyOf({"ab", "", "c"});
  EXPECT_EQ(body.size(), 3u);
  EXPECT_EQ(body.chunks().size(), 2u);
  EXPECT_EQ(body.Text(), "abc");
  EXPECT_EQ(Body().Text(), "");
  EXPECT_EQ(Body("").chunks().size(), 0u);
}

TEST(OutgoingTest, HeadAndBodyGoOutInOneWrite) {
  const Outgoing outgoing("head ", BodyOf({"body"}));
  EXPECT_EQ(Next(outgoing), "head body");
}

TEST(OutgoingTest, GoesOnWhereTheLastWriteEnded) {
  Outgoing outgoing("head", BodyOf({"one", "two", "three"}));
  for (const char* rest : {"eadonetwothree", "adonetwothree"}) {
    outgoing.Advance(1);
    EXPECT_EQ(Next(outgoing), rest);
  }
  outgoing.Advance(5);
  EXPECT_EQ(Next(outgoing), "twothree");
  outgoing.Advance(7);
  EXPECT_EQ(Next(outgoing), "e");
  EXPECT_FALSE(outgoing.empty());
  outgoing.Advance(1);
  EXPECT_TRUE(outgoing.empty());
}

TEST(OutgoingTest, WithNothingToSayItIsEmpty) {
  EXPECT_TRUE(Outgoing().empty());
  EXPECT_TRUE(Outgoing("", Body()).empty());
  EXPECT_EQ(Next(Outgoing("", BodyOf({"body"}))), "body");
}

TEST(OutgoingTest, AWriteTakesAsManyChunksAsFit) {
  Body body;
  for (int i = 0; i < 20; ++i) body.Append(std::to_string(i) + ",");
  Outgoing outgoing("", body);
  EXPECT_EQ(Next(outgoing), "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,");
  outgoing.Advance(3);
  EXPECT_EQ(Next(outgoing), ",2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,");
}

TEST(OutgoingTest, HoldsAChunkUntilItIsWritten) {
  Body body = BodyOf({"one", "two"});
  const std::weak_ptr<const std::string> one = body.chunks()[0];
  const std::weak_ptr<const std::string> two = body.chunks()[1];
  Outgoing outgoing("head", body);
  body = {};
  outgoing.Advance(6);
  EXPECT_FALSE(one.expired());
  outgoing.Advance(1);
  EXPECT_TRUE(one.expired());
  EXPECT_FALSE(two.expired());
}

}  // namespace
}  // namespace bsg_exporter::web
