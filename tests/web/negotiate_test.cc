#include "bsg_exporter/web/negotiate.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

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

using metrics::TextFormat;

bool AsksForOpenMetrics(std::string_view accept) {
  return NegotiateMetrics(accept).text == TextFormat::kOpenMetrics;
}

constexpr char kPrometheus2[] =
    "application/openmetrics-text;version=1.0.0,"
    "application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
constexpr char kPrometheus3[] =
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
constexpr char kPrometheus3WithLegacyNames[] =
    "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,"
    "text/plain;version=1.0.0;escaping=underscores;q=0.4,"
    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
constexpr char kPrometheus3ProtobufFirst[] =
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
    "encoding=delimited;q=0.6,"
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
    "application/openmetrics-text;version=0.0.1;q=0.4,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
    "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
constexpr char kPrometheus3TextOnly[] =
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.4";
constexpr char kBrowser[] =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/"
    "*;q=0.8";

TEST(NegotiateMetricsTest, PrometheusGetsOpenMetrics) {
  EXPECT_TRUE(AsksForOpenMetrics(kPrometheus2));
  EXPECT_TRUE(AsksForOpenMetrics(kPrometheus3));
  EXPECT_TRUE(AsksForOpenMetrics(kPrometheus3WithLegacyNames));
  EXPECT_TRUE(AsksForOpenMetrics(kPrometheus3ProtobufFirst));
}

TEST(NegotiateMetricsTest, WhoDoesNotNameItGetsText) {
  for (const char* accept :
       {"", "*/*", "text/plain", "text/*", "application/*", kBrowser,
        kPrometheus3TextOnly, "application/json", "text/plain;version=0.0.4"}) {
    EXPECT_FALSE(AsksForOpenMetrics(accept)) << accept;
  }
}

TEST(NegotiateMetricsTest, OtherVersionsAreNotServed) {
  EXPECT_TRUE(AsksForOpenMetrics("application/openmetrics-text"));
  EXPECT_FALSE(
      AsksForOpenMetrics("application/openmetrics-text;version=0.0.1"));
  EXPECT_FALSE(
      AsksForOpenMetrics("application/openmetrics-text;version=2.0.0"));
  EXPECT_FALSE(AsksForOpenMetrics(
      "application/openmetrics-text;version=2.0.0,text/plain;q=0.1"));
}

TEST(NegotiateMetricsTest, TheHigherQualityWins) {
  const std::string open = "application/openmetrics-text;version=1.0.0;q=0.5,";
  EXPECT_TRUE(AsksForOpenMetrics(open + "text/plain;q=0.499"));
  EXPECT_TRUE(AsksForOpenMetrics(open + "text/plain;q=0.5"));
  EXPECT_FALSE(AsksForOpenMetrics(open + "text/plain;q=0.501"));
  EXPECT_FALSE(AsksForOpenMetrics(open + "text/plain"));
  EXPECT_FALSE(AsksForOpenMetrics(open + "text/*;q=0.6"));
  EXPECT_FALSE(AsksForOpenMetrics(open + "*/*"));
}

TEST(NegotiateMetricsTest, TheMostExactRangeCounts) {
  EXPECT_TRUE(
      AsksForOpenMetrics("*/*, text/*;q=0.9, text/plain;q=0.4, "
                         "application/openmetrics-text;q=0.5"));
  EXPECT_FALSE(
      AsksForOpenMetrics("text/plain;version=0.0.4;q=0.6, text/plain;q=0.4, "
                         "application/openmetrics-text;q=0.5"));
  EXPECT_FALSE(
      AsksForOpenMetrics("application/openmetrics-text, "
                         "application/openmetrics-text;version=1.0.0;q=0"));
}

TEST(NegotiateMetricsTest, AQualityOfZeroRefuses) {
  EXPECT_FALSE(AsksForOpenMetrics("application/openmetrics-text;q=0"));
  EXPECT_FALSE(
      AsksForOpenMetrics("application/openmetrics-text;q=0.000,*/*;q=0"));
  EXPECT_TRUE(AsksForOpenMetrics("application/openmetrics-text;q=0.001"));
  EXPECT_TRUE(
      AsksForOpenMetrics("application/openmetrics-text, text/plain;q=0"));
}

TEST(NegotiateMetricsTest, CaseBlanksAndQuotesDoNotCount) {
  EXPECT_TRUE(AsksForOpenMetrics(
      " Application/OpenMetrics-Text ; Version = \"1.0.0\" ;\tQ=0.5 ,"));
  EXPECT_TRUE(AsksForOpenMetrics(
      "a/b;x=\"text/plain,;q=\";q=1, application/openmetrics-text;q=0.5"));
  EXPECT_TRUE(AsksForOpenMetrics(
      "application/openmetrics-text; version=1.0.0; charset=utf-8"));
}

TEST(NegotiateMetricsTest, GarbageGetsText) {
  for (const char* accept :
       {",,,", ";;;", "=", "\"", "application/openmetrics-text;q=x",
        "application/openmetrics-text;q=", "application/openmetrics-text;q=1.5",
        "application/openmetrics-text/1", "openmetrics-text",
        "application/openmetrics-text;version=\"1.0.0",
        "application/openmetrics-text version=1.0.0", "\xff\x01,/;*"}) {
    EXPECT_FALSE(AsksForOpenMetrics(accept)) << accept;
  }
}

TEST(NegotiateMetricsTest, TheEscapingOfTheChosenRangeIsPromised) {
  EXPECT_EQ(NegotiateMetrics(kPrometheus2).escaping, "");
  EXPECT_EQ(NegotiateMetrics(kPrometheus3).escaping, "allow-utf-8");
  EXPECT_EQ(NegotiateMetrics(kPrometheus3WithLegacyNames).escaping,
            "underscores");
  // Of its two ranges for text, the one that is ours says nothing.
  EXPECT_EQ(NegotiateMetrics(kPrometheus3TextOnly).escaping, "");
  EXPECT_EQ(NegotiateMetrics("text/plain;version=0.0.4;escaping=dots").escaping,
            "dots");
  EXPECT_EQ(NegotiateMetrics("text/plain;escaping=values").escaping, "values");
}

TEST(NegotiateMetricsTest, UnknownEscapingsAreNotPromised) {
  for (const char* word :
       {"", "utf-8", "Underscores", "x\r\nSet-Cookie: a=b"}) {
    const std::string accept =
        std::string("application/openmetrics-text;escaping=") + word;
    EXPECT_TRUE(AsksForOpenMetrics(accept)) << word;
    EXPECT_EQ(NegotiateMetrics(accept).escaping, "") << word;
  }
}

}  // namespace
}  // namespace bsg_exporter::web
