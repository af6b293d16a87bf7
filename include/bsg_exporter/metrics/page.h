#pragma once

#include <prometheus/metric_family.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/metrics/sink.h"

namespace bsg_exporter::metrics {

// How a scrape came by a campaign: the label `outcome`.
enum class Outcome {
  kRead,      // read now
  kCached,    // young enough
  kDeferred,  // its turn did not come
  kStale,     // failed, but there is data that may still be served
  kFailed,    // failed, and there is no data
};
inline constexpr std::array kAllOutcomes = {Outcome::kRead, Outcome::kCached,
                                            Outcome::kDeferred, Outcome::kStale,
                                            Outcome::kFailed};
std::string_view ToString(Outcome outcome);

struct OutcomeCounts {
  std::array<std::size_t, kAllOutcomes.size()> count{};
  std::size_t& operator[](Outcome o) {
    return count[static_cast<std::size_t>(o)];
  }
  std::size_t operator[](Outcome o) const {
    return count[static_cast<std::size_t>(o)];
  }
};

// What one scrape found: everything that a page is made of, but for the
// exporter's own metrics. Cheap to move, safe to read from any thread.
struct Snapshot {
  // By account, then by numeric id.
  std::vector<std::shared_ptr<const bsg::CampaignState>> campaigns;
  std::vector<std::shared_ptr<const bsg::AccountState>> accounts;
  std::vector<OutcomeCounts> outcomes;  // one for each of `accounts`
  Duration duration{};                  // how long the scrape took
  Duration timeout{};                   // its budget
};

// The catalogue of everything a snapshot is exported as: names, help texts and
// labels, each in one place, which is a row of campaign_rows.cc, of
// account_rows.cc or of catalogue.cc. Rows stand in the page's order. To add a
// metric, add a row (and a line in README's table: a test compares). What the
// exporter counts about itself is SelfCatalogue()'s.
struct CatalogueEntry {
  Family family;
  std::string_view labels;  // for people and tests: "account, campaign_id, …"
};
std::vector<CatalogueEntry> Catalogue();

// Writes the families of the campaigns alone.
void WriteCampaigns(
    std::span<const std::shared_ptr<const bsg::CampaignState>> campaigns,
    Sink& sink);

// Writes the families of the accounts alone.
void WriteAccounts(
    std::span<const std::shared_ptr<const bsg::AccountState>> accounts,
    Sink& sink);

// Writes the whole snapshot: campaigns, accounts, the scrape itself.
void WriteSnapshot(const Snapshot& snapshot, Sink& sink);

// Writes families that a prometheus-cpp registry collected, sorted by name and
// by labels: the registry keeps them in hash order. Gauges, counters and
// histograms; this program has no other types.
void Replay(std::vector<prometheus::MetricFamily> families, Sink& sink);

}  // namespace bsg_exporter::metrics
