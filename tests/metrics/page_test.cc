// Two readings of one mapping: TextSink's page, and prometheus-cpp's reading
// of the families that FamilySink builds.

#include "bsg_exporter/metrics/page.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>

#include "bsg_exporter/metrics/family_sink.h"
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

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPageTest,
                         testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace bsg_exporter::metrics
