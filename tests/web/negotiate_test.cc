#include "bsg_exporter/web/negotiate.h"

#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

TEST(AcceptsGzipTest, WhatPrometheusSends) { EXPECT_TRUE(AcceptsGzip("gzip")); }

TEST(AcceptsGzipTest, NoHeaderOrNothingInIt) {
  EXPECT_FALSE(AcceptsGzip(""));
  EXPECT_FALSE(AcceptsGzip(" , ,"));
}

TEST(AcceptsGzipTest, OtherCodingsAlone) {
  EXPECT_FALSE(AcceptsGzip("deflate"));
  EXPECT_FALSE(AcceptsGzip("br, zstd"));
  EXPECT_FALSE(AcceptsGzip("gzip2"));
  EXPECT_FALSE(AcceptsGzip("identity"));
}

TEST(AcceptsGzipTest, AmongOthers) {
  EXPECT_TRUE(AcceptsGzip("deflate, gzip, br"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=0.1, br;q=1"));
}

TEST(AcceptsGzipTest, NamesAreCaseInsensitiveAndBlanksDoNotCount) {
  EXPECT_TRUE(AcceptsGzip("GZip"));
  EXPECT_TRUE(AcceptsGzip("  deflate ,\t gzip ; Q=0.5 "));
  EXPECT_FALSE(AcceptsGzip(" GZIP ; q=0 "));
}

TEST(AcceptsGzipTest, TheOldNameOfGzip) {
  EXPECT_TRUE(AcceptsGzip("x-gzip"));
  EXPECT_FALSE(AcceptsGzip("x-gzip;q=0"));
  EXPECT_TRUE(AcceptsGzip("x-gzip;q=0, gzip"));
}

TEST(AcceptsGzipTest, AQualityOfZeroRefuses) {
  EXPECT_FALSE(AcceptsGzip("gzip;q=0"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0."));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0.000"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=0.001"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0, *"));
}

TEST(AcceptsGzipTest, TheStarIsGzipUnlessGzipIsNamed) {
  EXPECT_TRUE(AcceptsGzip("*"));
  EXPECT_FALSE(AcceptsGzip("*;q=0"));
  EXPECT_TRUE(AcceptsGzip("gzip, *;q=0"));
  EXPECT_TRUE(AcceptsGzip("br, *;q=0.1"));
}

TEST(AcceptsGzipTest, IdentityComesFirstWhereItIsPreferred) {
  EXPECT_FALSE(AcceptsGzip("identity, gzip;q=0.5"));
  EXPECT_FALSE(AcceptsGzip("identity;q=0.501, gzip;q=0.5"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=1.0, identity;q=0.5"));
  EXPECT_TRUE(AcceptsGzip("gzip, identity"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=0.5, identity;q=0"));
  EXPECT_FALSE(AcceptsGzip("identity;q=0.5, *;q=0.1"));
}

TEST(AcceptsGzipTest, AMalformedQualityIsNone) {
  for (const char* item :
       {"gzip;q=", "gzip;q=x", "gzip;q=1.5", "gzip;q=2", "gzip;q=-1",
        "gzip;q=1.001", "gzip;q=0.1234", "gzip;q=.5", "gzip;q=0,5x", "gzip;q",
        "gzip;level=1", "gzip;q=1 0", "gzip;q=0.5;q=1"}) {
    EXPECT_FALSE(AcceptsGzip(item)) << item;
  }
  EXPECT_TRUE(AcceptsGzip("gzip;q=1."));
  EXPECT_TRUE(AcceptsGzip("gzip;q=1.000"));
}

}  // namespace
}  // namespace bsg_exporter::web
