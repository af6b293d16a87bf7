#include "bsg_exporter/metrics/text_sink.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/metrics/page_text.h"

namespace bsg_exporter::metrics {
namespace {

constexpr Family kGauge = {"bsg_a", "What it is."};

TEST(TextSinkTest, HelpAndTypeStandOnceAboveTheSamples) {
  EXPECT_EQ(TextOf([](Sink& sink) {
              sink.Begin(kGauge);
              sink.Sample("", {}, 1);
              const Label labels[] = {{"account", "main"}, {"id", "5"}};
              sink.Sample("", labels, 2.5);
              sink.Begin({"bsg_b_total", "Another.", Type::kCounter});
              sink.Sample("", {}, 3);
            }),
            "# HELP bsg_a What it is.\n"
            "# TYPE bsg_a gauge\n"
            "bsg_a 1\n"
            "bsg_a{account=\"main\",id=\"5\"} 2.5\n"
            "# HELP bsg_b_total Another.\n"
            "# TYPE bsg_b_total counter\n"
            "bsg_b_total 3\n");
}

TEST(TextSinkTest, AHistogramsSuffixesStandInItsFamily) {
  EXPECT_EQ(TextOf([](Sink& sink) {
              sink.Begin({"bsg_h", "Times.", Type::kHistogram});
              const Label le[] = {{"le", "+Inf"}};
              sink.Sample("_bucket", le, 4);
              sink.Sample("_sum", {}, 0.5);
              sink.Sample("_count", {}, 4);
            }),
            "# HELP bsg_h Times.\n"
            "# TYPE bsg_h histogram\n"
            "bsg_h_bucket{le=\"+Inf\"} 4\n"
            "bsg_h_sum 0.5\n"
            "bsg_h_count 4\n");
}

TEST(TextSinkTest, AFamilyWithoutSamplesLeavesNoTrace) {
  EXPECT_EQ(TextOf([](Sink& sink) {
              sink.Begin(kGauge);
              sink.Begin({"bsg_b", "Another."});
              sink.Sample("", {}, 1);
              sink.Begin({"bsg_c", "A third."});
            }),
            "# HELP bsg_b Another.\n# TYPE bsg_b gauge\nbsg_b 1\n");
  EXPECT_EQ(TextOf([](Sink&) {}), "");
}

TEST(TextSinkTest, LabelValuesAreEscaped) {
  EXPECT_EQ(
      SamplesOf(TextOf([](Sink& sink) {
                  sink.Begin(kGauge);
                  const Label labels[] = {{"a", "say \"hi\"\\\nbye"},
                                          {"b", ""},
                                          {"c", "знак €{},="}};
                  sink.Sample("", labels, 1);
                }),
                "bsg_a"),
      "bsg_a{a=\"say \\\"hi\\\"\\\\\\nbye\",b=\"\",c=\"знак €{},=\"} 1\n");
}

TEST(TextSinkTest, HelpIsEscapedButForItsQuotes) {
  EXPECT_EQ(TextOf([](Sink& sink) {
              sink.Begin({"bsg_a", "a \"b\"\\c\nd"});
              sink.Sample("", {}, 1);
            }),
            "# HELP bsg_a a \"b\"\\\\c\\nd\n# TYPE bsg_a gauge\nbsg_a 1\n");
}

template <class Write>
std::string OpenMetricsOf(Write write) {
  return TextOf(write, TextFormat::kOpenMetrics);
}

TEST(TextSinkTest, OpenMetricsEndsWithAMark) {
  EXPECT_EQ(OpenMetricsOf([](Sink& sink) {
              sink.Begin(kGauge);
              sink.Sample("", {}, 1);
            }),
            "# HELP bsg_a What it is.\n# TYPE bsg_a gauge\nbsg_a 1\n# EOF\n");
  EXPECT_EQ(OpenMetricsOf([](Sink&) {}), "# EOF\n");
}

TEST(TextSinkTest, OpenMetricsNamesCountersWithoutTheirSuffix) {
  EXPECT_EQ(OpenMetricsOf([](Sink& sink) {
              sink.Begin({"bsg_b_total", "Another.", Type::kCounter});
              const Label labels[] = {{"id", "5"}};
              sink.Sample("", labels, 3);
            }),
            "# HELP bsg_b Another.\n"
            "# TYPE bsg_b counter\n"
            "bsg_b_total{id=\"5\"} 3\n"
            "# EOF\n");
}

TEST(TextSinkTest, OpenMetricsHasNoCountersOfOtherNames) {
  EXPECT_EQ(OpenMetricsOf([](Sink& sink) {
              sink.Begin({"bsg_b", "Another.", Type::kCounter});
              sink.Sample("", {}, 3);
              sink.Begin({"bsg_c_total", "A third."});
              sink.Sample("", {}, 4);
            }),
            "# HELP bsg_b Another.\n# TYPE bsg_b unknown\nbsg_b 3\n"
            "# HELP bsg_c_total A third.\n# TYPE bsg_c_total gauge\n"
            "bsg_c_total 4\n# EOF\n");
}

TEST(TextSinkTest, OpenMetricsTellsTheUnitThatTheNameEndsIn) {
  const auto unit_of = [](std::string_view name, Type type) {
    const std::string page = OpenMetricsOf([&](Sink& sink) {
      sink.Begin({name, "", type});
      sink.Sample("", {}, 1);
    });
    const std::size_t begin = page.find("# UNIT ");
    return begin == std::string::npos
               ? ""
               : page.substr(begin, page.find('\n', begin) - begin);
  };
  EXPECT_EQ(unit_of("a_seconds", Type::kGauge), "# UNIT a_seconds seconds");
  EXPECT_EQ(unit_of("a_bytes", Type::kGauge), "# UNIT a_bytes bytes");
  EXPECT_EQ(unit_of("a_seconds_total", Type::kCounter),
            "# UNIT a_seconds seconds");
  EXPECT_EQ(unit_of("a_milliseconds", Type::kGauge), "");
  EXPECT_EQ(unit_of("a_seconds_b", Type::kGauge), "");
  EXPECT_EQ(unit_of("a_total", Type::kCounter), "");
}

TEST(TextSinkTest, OpenMetricsEscapesQuotesInHelpToo) {
  EXPECT_EQ(OpenMetricsOf([](Sink& sink) {
              sink.Begin({"bsg_a", "a \"b\"\\c\nd"});
              const Label labels[] = {{"x", "say \"hi\"\\\nbye"}};
              sink.Sample("", labels, 1);
            }),
            "# HELP bsg_a a \\\"b\\\"\\\\c\\nd\n# TYPE bsg_a gauge\n"
            "bsg_a{x=\"say \\\"hi\\\"\\\\\\nbye\"} 1\n# EOF\n");
}

TEST(TextSinkTest, HandsOnPiecesThatEndWithALine) {
  std::vector<std::string> pieces;
  TextSink sink([&](std::string_view piece) { pieces.emplace_back(piece); });
  sink.Begin(kGauge);
  const std::string value(1000, 'x');
  const Label labels[] = {{"a", value}};
  std::string all = "# HELP bsg_a What it is.\n# TYPE bsg_a gauge\n";
  for (int i = 0; i < 200; ++i) {
    sink.Sample("", labels, i);
    all += "bsg_a{a=\"" + value + "\"} " + std::to_string(i) + "\n";
  }
  sink.Finish();
  std::string joined;
  for (const std::string& piece : pieces) {
    EXPECT_LE(piece.size(), TextSink::kChunk);
    EXPECT_EQ(piece.back(), '\n');
    joined += piece;
  }
  EXPECT_EQ(joined, all);
  EXPECT_EQ(pieces.size(), 4u);
}

TEST(TextSinkTest, ALineMayBeLongerThanThePieces) {
  const std::string value(3 * TextSink::kChunk, '"');
  const std::string page = TextOf([&](Sink& sink) {
    sink.Begin(kGauge);
    const Label labels[] = {{"a", value}};
    sink.Sample("", {}, 1);
    sink.Sample("", labels, 2);
    sink.Sample("", {}, 3);
  });
  std::string escaped;
  for (std::size_t i = 0; i < value.size(); ++i) escaped += "\\\"";
  EXPECT_EQ(SamplesOf(page, "bsg_a"),
            "bsg_a 1\nbsg_a{a=\"" + escaped + "\"} 2\nbsg_a 3\n");
}

}  // namespace
}  // namespace bsg_exporter::metrics
