#include "tests/support/exposition_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/result_matchers.h"

namespace bsg_exporter {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

constexpr char kHead[] = "# HELP a A.\n# TYPE a gauge\n";

TEST(ExpositionParserTest, ReadsAPage) {
  const auto page = ParseExposition(
      "# HELP a Line\\nfeed \\\\ \"quote\".\n"
      "# TYPE a gauge\n"
      "a 1\n"
      "a{x=\"q\\\"b\\\\n\\n,}\",y=\"\"} -2.5e-07\n"
      "# HELP b_total B.\n"
      "# TYPE b_total counter\n"
      "b_total NaN\n"
      "b_total{x=\"1\"} +Inf\n");
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->families, SizeIs(2));
  const ParsedFamily& a = page->families[0];
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.help, "Line\nfeed \\ \"quote\".");
  EXPECT_EQ(a.type, "gauge");
  ASSERT_THAT(a.samples, SizeIs(2));
  EXPECT_THAT(a.samples[1].labels,
              ElementsAre(Pair("x", "q\"b\\n\n,}"), Pair("y", "")));
  EXPECT_EQ(a.samples[1].value, -2.5e-7);
  EXPECT_EQ(a.samples[1].value_text, "-2.5e-07");
  EXPECT_TRUE(std::isnan(*page->Value("b_total", {})));
  EXPECT_EQ(page->Value("b_total", {{"x", "1"}}), HUGE_VAL);
  EXPECT_EQ(page->Value("a", {{"x", "1"}}), std::nullopt);
  EXPECT_EQ(page->Find("c"), nullptr);
  EXPECT_EQ(page->Find("b_total")->type, "counter");
}

TEST(ExpositionParserTest, AnEmptyPageIsOne) {
  EXPECT_THAT(ParseExposition(""), IsOk());
  EXPECT_THAT(ParseOpenMetrics("# EOF\n"), IsOk());
}

TEST(ExpositionParserTest, ReadsOpenMetrics) {
  const auto page = ParseOpenMetrics(
      "# HELP a_seconds Line\\nfeed \\\\ \\\"quote\\\".\n"
      "# TYPE a_seconds counter\n"
      "# UNIT a_seconds seconds\n"
      "a_seconds_total 1\n"
      "# EOF\n");
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->families, SizeIs(1));
  const ParsedFamily& a = page->families[0];
  EXPECT_EQ(a.name, "a_seconds");
  EXPECT_EQ(a.help, "Line\nfeed \\ \"quote\".");
  EXPECT_EQ(a.type, "counter");
  EXPECT_EQ(a.unit, "seconds");
  EXPECT_EQ(page->Value("a_seconds_total", {}), 1);
}

struct BadPage {
  std::string text;
  std::string message;
};

class BadPageTest : public testing::TestWithParam<BadPage> {};

TEST_P(BadPageTest, IsRefused) {
  EXPECT_THAT(ParseExposition(GetParam().text),
              FailsWith(Reason::kInvalidDocument, GetParam().message))
      << GetParam().text;
}

BadPage Sample(const std::string& line, const std::string& message) {
  return {kHead + line + "\n", "line 3: " + message};
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BadPageTest,
    testing::Values(Sample("", "bad metric name"),
                    Sample(" a 1", "bad metric name"),
                    Sample("1a 1", "bad metric name"),
                    Sample("b 1", "outside of its family"),
                    Sample("a", "no value"), Sample("a ", "bad value"),
                    Sample("a  1", "bad value"), Sample("a 1 ", "bad value"),
                    Sample("a 1 1771000000000", "bad value"),
                    Sample("a 1x", "bad value"), Sample("a +1", "bad value"),
                    Sample("a nan", "bad value"), Sample("a inf", "bad value"),
                    Sample("a 0x1p3", "bad value"), Sample("a .5", "bad value"),
                    Sample("a --1", "bad value"), Sample("a -", "bad value"),
                    Sample("a{} 1", "bad label name"),
                    Sample("a{x=\"1\",} 1", "bad label name"),
                    Sample("a{x=1} 1", "no label value"),
                    Sample("a{x-y=\"1\"} 1", "bad label name"),
                    Sample("a{__x=\"1\"} 1", "bad label name"),
                    Sample("a{x=\"1} 1", "label value without an end"),
                    Sample("a{x=\"\\t\"} 1", "bad escape in a label"),
                    Sample("a{x=\"\\", "bad escape in a label"),
                    Sample("a{x=\"1\" 1", "labels without an end"),
                    Sample("a{x=\"1\",x=\"2\"} 1", "second label"),
                    Sample("a{x=\"1\"}1", "no value"),
                    Sample("# a comment", "bad metric name"),
                    Sample("a{x=\"\xff\"} 1", "not valid UTF-8")));

INSTANTIATE_TEST_SUITE_P(
    Families, BadPageTest,
    testing::Values(
        BadPage{"a 1\n", "line 1: outside of its family"},
        BadPage{"# HELP a A.\na 1\n", "line 2: outside of its family"},
        BadPage{"# TYPE a gauge\na 1\n", "line 1: TYPE without its HELP"},
        BadPage{"# HELP a\n", "line 1: no help text"},
        BadPage{"# HELP a-b A.\n", "line 1: bad metric name"},
        BadPage{"# HELP a A\\\".\n", "line 1: bad escape in HELP"},
        BadPage{"# HELP a A.\n# TYPE b gauge\n",
                "line 2: TYPE without its HELP"},
        BadPage{"# HELP a A.\n# TYPE a number\n", "line 2: bad type"},
        BadPage{std::string(kHead) + "# TYPE a gauge\n", "line 3: second TYPE"},
        BadPage{std::string(kHead) + "a 1\n# HELP a A.\n",
                "line 4: second HELP"},
        BadPage{std::string(kHead) + "a 1\na 2\n",
                "line 4: second sample of a series"},
        BadPage{
            std::string(kHead) + "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n",
            "line 4: second sample of a series"},
        BadPage{kHead, "line 2: family without samples before"},
        BadPage{std::string(kHead) +
                    "a 1\n# HELP b B.\n# TYPE b gauge\nb 1\na{x=\"1\"} 1\n",
                "line 7: outside of its family"},
        BadPage{std::string(kHead) + "a 1",
                "line 3: no line feed at the end"}));

BadPage Histogram(const std::string& samples, const std::string& message) {
  const auto lines = 2 + std::count(samples.begin(), samples.end(), '\n');
  return {"# HELP h H.\n# TYPE h histogram\n" + samples,
          "line " + std::to_string(lines) + ": " + message};
}

INSTANTIATE_TEST_SUITE_P(
    Histograms, BadPageTest,
    testing::Values(
        Histogram("h 1\n", "outside of its family"),
        Histogram("h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
                  "histogram is not whole"),
        Histogram("h_bucket{le=\"+Inf\"} 1\nh_count 1\n",
                  "histogram is not whole"),
        Histogram("h_bucket{le=\"+Inf\"} 1\nh_sum 1\n",
                  "histogram is not whole"),
        Histogram("h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
                  "histogram is not whole"),
        Histogram(
            "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\nh_sum{x=\"1\"} 1\n",
            "histogram is not whole"),
        Histogram("h_bucket 1\n", "buckets are out of order"),
        Histogram("h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\n",
                  "buckets are out of order"),
        Histogram("h_bucket{le=\"1\"} 2\nh_bucket{le=\"2\"} 1\n",
                  "buckets are not cumulative")));

class BadOpenMetricsTest : public testing::TestWithParam<BadPage> {};

TEST_P(BadOpenMetricsTest, IsRefused) {
  EXPECT_THAT(ParseOpenMetrics(GetParam().text),
              FailsWith(Reason::kInvalidDocument, GetParam().message))
      << GetParam().text;
}

constexpr char kCounterHead[] = "# HELP a_s A.\n# TYPE a_s counter\n";

BadPage Counter(const std::string& lines, const std::string& message) {
  return {kCounterHead + lines, message};
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BadOpenMetricsTest,
    testing::Values(
        BadPage{"", "line 0: no EOF at the end"},
        BadPage{std::string(kHead) + "a 1\n", "line 3: no EOF at the end"},
        BadPage{"# EOF\n# EOF\n", "line 2: a line after EOF"},
        BadPage{"# HELP a \"A\".\n", "line 1: bare quote in HELP"},
        BadPage{"# HELP a A\\t.\n", "line 1: bad escape in HELP"},
        BadPage{"# HELP a A.\n# TYPE a untyped\n", "line 2: bad type"},
        Counter("a_s 1\n", "line 3: outside of its family"),
        Counter("a_s_total NaN\n", "line 3: counter below 0"),
        Counter("a_s_total -1\n", "line 3: counter below 0"),
        Counter("# UNIT a s\n", "line 3: UNIT without its TYPE"),
        Counter("# UNIT a_s\n", "line 3: no unit"),
        Counter("# UNIT a_s seconds\n",
                "line 3: unit that the name does not end in"),
        Counter("a_s_total 1\n# UNIT a_s s\n", "line 4: UNIT after samples"),
        BadPage{"# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\n",
                "line 3: bound like an integer"}));

TEST(ExpositionParserTest, ReadsAWholeHistogram) {
  const auto page = ParseExposition(
      "# HELP h H.\n# TYPE h histogram\n"
      "h_bucket{x=\"1\",le=\"0.5\"} 1\nh_bucket{x=\"1\",le=\"+Inf\"} 3\n"
      "h_sum{x=\"1\"} 7\nh_count{x=\"1\"} 3\n"
      "h_bucket{x=\"2\",le=\"0.5\"} 0\nh_bucket{x=\"2\",le=\"+Inf\"} 0\n"
      "h_sum{x=\"2\"} 0\nh_count{x=\"2\"} 0\n");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->families[0].samples, SizeIs(8));
}

}  // namespace
}  // namespace bsg_exporter
