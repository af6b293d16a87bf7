#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "tests/metrics/page_text.h"
#include "tests/metrics/sample_snapshot.h"
#include "tests/support/exposition_parser.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::metrics {
namespace {

using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(CatalogueTest, APageOfEverything) {
  EXPECT_EQ(TextOf([](Sink& sink) { WriteSnapshot(SampleSnapshot(), sink); }),
            Fixture("metrics/page.prom"));
}

TEST(CatalogueTest, AnEmptySnapshotIsTheScrapeAlone) {
  EXPECT_EQ(TextOf([](Sink& sink) {
              WriteSnapshot({.campaigns = {},
                             .accounts = {},
                             .outcomes = {},
                             .duration = std::chrono::milliseconds(250),
                             .timeout = std::chrono::seconds(30)},
                            sink);
            }),
            "# HELP bsg_scrape_duration_seconds How long this scrape took "
            "until its data was there, the making of the page not included, "
            "in seconds.\n"
            "# TYPE bsg_scrape_duration_seconds gauge\n"
            "bsg_scrape_duration_seconds 0.25\n"
            "# HELP bsg_scrape_timeout_seconds How long this scrape was "
            "allowed to take, in seconds.\n"
            "# TYPE bsg_scrape_timeout_seconds gauge\n"
            "bsg_scrape_timeout_seconds 30\n");
}

TEST(CatalogueTest, EveryOutcomeOfEveryAccountIsThere) {
  Snapshot snapshot;
  for (const char* name : {"b", "a"}) {
    bsg::AccountState account;
    account.name = name;
    snapshot.accounts.push_back(
        std::make_shared<const bsg::AccountState>(account));
    snapshot.outcomes.emplace_back();
  }
  snapshot.outcomes[0][Outcome::kRead] = 3;
  snapshot.outcomes[0][Outcome::kFailed] = 1;
  EXPECT_EQ(
      SamplesOf(TextOf([&](Sink& sink) { WriteSnapshot(snapshot, sink); }),
                "bsg_scrape_campaigns"),
      "bsg_scrape_campaigns{account=\"b\",outcome=\"read\"} 3\n"
      "bsg_scrape_campaigns{account=\"b\",outcome=\"cached\"} 0\n"
      "bsg_scrape_campaigns{account=\"b\",outcome=\"deferred\"} 0\n"
      "bsg_scrape_campaigns{account=\"b\",outcome=\"stale\"} 0\n"
      "bsg_scrape_campaigns{account=\"b\",outcome=\"failed\"} 1\n"
      "bsg_scrape_campaigns{account=\"a\",outcome=\"read\"} 0\n"
      "bsg_scrape_campaigns{account=\"a\",outcome=\"cached\"} 0\n"
      "bsg_scrape_campaigns{account=\"a\",outcome=\"deferred\"} 0\n"
      "bsg_scrape_campaigns{account=\"a\",outcome=\"stale\"} 0\n"
      "bsg_scrape_campaigns{account=\"a\",outcome=\"failed\"} 0\n");
}

// "account, campaign_id, label_*" of what stands on the page.
std::set<std::string> LabelNames(const ParsedFamily& family) {
  std::set<std::string> names;
  for (const ParsedSample& sample : family.samples) {
    for (const auto& [name, value] : sample.labels) {
      if (name == "le") continue;  // the histogram's own
      names.insert(name.starts_with("label_") ? "label_*" : name);
    }
  }
  return names;
}

std::set<std::string> Words(std::string_view list) {
  std::set<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    words.emplace(list.substr(0, end));
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return words;
}

std::string_view TypeName(Type type) {
  if (type == Type::kHistogram) return "histogram";
  return type == Type::kCounter ? "counter" : "gauge";
}

void ExpectEntriesToDescribe(const std::vector<CatalogueEntry>& entries,
                             const ParsedPage& page) {
  ASSERT_EQ(page.families.size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ParsedFamily& family = page.families[i];
    EXPECT_EQ(family.name, entries[i].family.name);
    EXPECT_EQ(family.help, entries[i].family.help);
    EXPECT_EQ(family.type, TypeName(entries[i].family.type));
    EXPECT_EQ(LabelNames(family), Words(entries[i].labels)) << family.name;
  }
}

TEST(CatalogueTest, DescribesThePage) {
  const auto page = ParseExposition(
      TextOf([](Sink& sink) { WriteSnapshot(SampleSnapshot(), sink); }));
  ASSERT_THAT(page, IsOk());
  ExpectEntriesToDescribe(Catalogue(), *page);
}

TEST(CatalogueTest, DescribesTheExportersOwnMetrics) {
  SelfMetrics self({"main"});
  self.api("main")->ThrottledUntil(WallTime(std::chrono::seconds(1)));
  self.api("main")->TokenRefreshed(WallTime(std::chrono::seconds(1)));
  const auto page = ParseExposition(
      TextOf([&](Sink& sink) { Replay(self.Collect(), sink); }));
  ASSERT_THAT(page, IsOk());
  ExpectEntriesToDescribe(SelfCatalogue(), *page);
}

std::vector<CatalogueEntry> WholeCatalogue() {
  std::vector<CatalogueEntry> entries = Catalogue();
  for (const CatalogueEntry& entry : SelfCatalogue()) entries.push_back(entry);
  return entries;
}

// In OpenMetrics, a family takes up more names than its own.
std::vector<std::string> NamesTakenBy(const Family& family) {
  const std::string name(family.name);
  if (family.type == Type::kGauge) return {name};
  if (family.type == Type::kCounter) {
    const std::string stem = name.substr(0, name.size() - 6);
    return {stem, stem + "_total", stem + "_created"};
  }
  return {name, name + "_bucket", name + "_sum", name + "_count",
          name + "_created"};
}

TEST(CatalogueTest, NoNameIsInTheWayOfAnotherInOpenMetrics) {
  std::set<std::string> taken;
  for (const CatalogueEntry& entry : WholeCatalogue()) {
    for (const std::string& name : NamesTakenBy(entry.family)) {
      EXPECT_TRUE(taken.insert(name).second) << name;
    }
  }
}

TEST(CatalogueTest, NamesAreUniqueAndHelpTextsAreSentences) {
  const std::vector<CatalogueEntry> entries = WholeCatalogue();
  std::set<std::string_view> names;
  for (const CatalogueEntry& entry : entries) {
    const std::string name(entry.family.name);
    const std::string help(entry.family.help);
    EXPECT_TRUE(names.insert(entry.family.name).second) << name;
    EXPECT_EQ(name.ends_with("_total"), entry.family.type == Type::kCounter)
        << name;
    EXPECT_THAT(help, EndsWith(".")) << name;
    EXPECT_THAT(help, Not(HasSubstr("\n"))) << name;
    EXPECT_THAT(name, AnyOf(StartsWith("bsg_"), StartsWith("process_")));
    if (name.ends_with("_timestamp_seconds")) {
      EXPECT_THAT(help, HasSubstr("Unix time in seconds")) << name;
    }
  }
}

}  // namespace
}  // namespace bsg_exporter::metrics
