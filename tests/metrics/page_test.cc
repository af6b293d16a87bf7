// Readings of one mapping, which have to agree: TextSink's page,
// prometheus-cpp's reading of the families that FamilySink builds, and the page
// in OpenMetrics.

#include "bsg_exporter/metrics/page.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>

#include "bsg_exporter/metrics/family_sink.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "tests/metrics/page_text.h"
#include "tests/support/exposition_parser.h"
#include "tests/support/random_state.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::metrics {
namespace {

std::string Serialized(const std::vector<prometheus::MetricFamily>& families) {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

// TextSerializer prints 16 digits, which do not read back to the same value.
void ExpectSameSample(const ParsedSample& ours, const ParsedSample& theirs) {
  EXPECT_EQ(ours.name, theirs.name);
  EXPECT_EQ(ours.labels, theirs.labels);
  EXPECT_LE(std::abs(ours.value - theirs.value), 1e-15 * std::abs(ours.value))
      << ours.name << ' ' << ours.value_text << " and " << theirs.value_text;
}

void ExpectSamePages(const ParsedPage& ours, const ParsedPage& theirs) {
  ASSERT_EQ(ours.families.size(), theirs.families.size());
  for (std::size_t i = 0; i < ours.families.size(); ++i) {
    const ParsedFamily& a = ours.families[i];
    const ParsedFamily& b = theirs.families[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.help, b.help);
    EXPECT_EQ(a.type, b.type);
    ASSERT_EQ(a.samples.size(), b.samples.size()) << a.name;
    for (std::size_t j = 0; j < a.samples.size(); ++j) {
      ExpectSameSample(a.samples[j], b.samples[j]);
    }
  }
}

// Against the values themselves, which the page holds to the last bit.
void ExpectExactValues(const ParsedPage& page,
                       const std::vector<prometheus::MetricFamily>& families) {
  ASSERT_EQ(page.families.size(), families.size());
  for (std::size_t i = 0; i < families.size(); ++i) {
    ASSERT_EQ(page.families[i].samples.size(), families[i].metric.size());
    for (std::size_t j = 0; j < families[i].metric.size(); ++j) {
      EXPECT_EQ(page.families[i].samples[j].value,
                families[i].metric[j].gauge.value)
          << families[i].name;
    }
  }
}

class RandomPageTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomPageTest, TheTwoReadingsAreEqual) {
  const Snapshot snapshot = RandomState(GetParam()).Snapshot(3, 20);
  FamilySink sink;
  WriteSnapshot(snapshot, sink);
  const auto families = sink.Take();

  const auto ours = ParseExposition(
      TextOf([&](Sink& text) { WriteSnapshot(snapshot, text); }));
  const auto theirs = ParseExposition(Serialized(families));
  ASSERT_THAT(ours, IsOk());
  ASSERT_THAT(theirs, IsOk());
  ExpectSamePages(*ours, *theirs);
  ExpectExactValues(*ours, families);
}

// What a text page would have had to say.
void TakeBackToText(ParsedPage& page) {
  for (ParsedFamily& family : page.families) {
    if (family.type == "counter") family.name += "_total";
  }
}

void ExpectIdenticalSamples(const ParsedFamily& a, const ParsedFamily& b) {
  ASSERT_EQ(a.samples.size(), b.samples.size()) << a.name;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    EXPECT_EQ(a.samples[i].name, b.samples[i].name);
    EXPECT_EQ(a.samples[i].labels, b.samples[i].labels);
    EXPECT_EQ(a.samples[i].value_text, b.samples[i].value_text);
  }
}

TEST_P(RandomPageTest, OpenMetricsSaysTheSame) {
  const Snapshot snapshot = RandomState(GetParam()).Snapshot(3, 20);
  SelfMetrics self({"main"});
  self.api("main")->RequestDone(
      bsg::Endpoint::kDetail, 200, std::nullopt,
      std::chrono::microseconds(GetParam() * 100'000));
  const auto own = self.Collect();
  const auto write = [&](Sink& sink) {
    WriteSnapshot(snapshot, sink);
    Replay(own, sink);
  };
  const auto text = ParseExposition(TextOf(write));
  auto open = ParseOpenMetrics(TextOf(write, TextFormat::kOpenMetrics));
  ASSERT_THAT(text, IsOk());
  ASSERT_THAT(open, IsOk());
  TakeBackToText(*open);
  ASSERT_EQ(text->families.size(), open->families.size());
  for (std::size_t i = 0; i < text->families.size(); ++i) {
    EXPECT_EQ(text->families[i].name, open->families[i].name);
    EXPECT_EQ(text->families[i].help, open->families[i].help);
    EXPECT_EQ(text->families[i].type, open->families[i].type);
    ExpectIdenticalSamples(text->families[i], open->families[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPageTest,
                         testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace bsg_exporter::metrics
