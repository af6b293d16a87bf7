#include <cassert>
#include <span>
#include <string_view>
#include <vector>

#include "bsg_exporter/metrics/page.h"
#include "exporter/metrics/row.h"

namespace bsg_exporter::metrics {
namespace {

void EmitDuration(const Snapshot& snapshot, Sink& sink) {
  sink.Sample("", {}, ToSeconds(snapshot.duration));
}

void EmitTimeout(const Snapshot& snapshot, Sink& sink) {
  sink.Sample("", {}, ToSeconds(snapshot.timeout));
}

void EmitOutcomes(const Snapshot& snapshot, Sink& sink) {
  assert(snapshot.outcomes.size() == snapshot.accounts.size());
  for (std::size_t i = 0; i < snapshot.accounts.size(); ++i) {
    for (const Outcome outcome : kAllOutcomes) {
      const Label labels[] = {{"account", snapshot.accounts[i]->name},
                              {"outcome", ToString(outcome)}};
      sink.Sample("", labels,
                  static_cast<double>(snapshot.outcomes[i][outcome]));
    }
  }
}

constexpr Row<Snapshot> kScrapeRows[] = {
    {{{"bsg_scrape_duration_seconds",
       "How long this scrape took until its data was there, the making of the "
       "page not included, in seconds."},
      ""},
     EmitDuration},
    {{{"bsg_scrape_timeout_seconds",
       "How long this scrape was allowed to take, in seconds."},
      ""},
     EmitTimeout},
    {{{"bsg_scrape_campaigns",
       "Campaigns by how this scrape came by them, each counted once: read "
       "now, cached (young enough), deferred (its turn did not come), stale "
       "(failed, older data served) or failed (no data)."},
      "account, outcome"},
     EmitOutcomes},
};

template <class Subject>
void AppendEntries(std::span<const Row<Subject>> rows,
                   std::vector<CatalogueEntry>& entries) {
  for (const Row<Subject>& row : rows) entries.push_back(row.entry);
}

}  // namespace

std::string_view ToString(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRead:
      return "read";
    case Outcome::kCached:
      return "cached";
    case Outcome::kDeferred:
      return "deferred";
    case Outcome::kStale:
      return "stale";
    case Outcome::kFailed:
      return "failed";
  }
  return "failed";
}

std::vector<CatalogueEntry> Catalogue() {
  std::vector<CatalogueEntry> entries;
  AppendEntries(CampaignRows(), entries);
  AppendEntries(AccountRows(), entries);
  AppendEntries(std::span<const Row<Snapshot>>(kScrapeRows), entries);
  return entries;
}

void WriteCampaigns(
    std::span<const std::shared_ptr<const bsg::CampaignState>> campaigns,
    Sink& sink) {
  WriteRows(CampaignRows(), campaigns, sink);
}

void WriteAccounts(
    std::span<const std::shared_ptr<const bsg::AccountState>> accounts,
    Sink& sink) {
  WriteRows(AccountRows(), accounts, sink);
}

void WriteSnapshot(const Snapshot& snapshot, Sink& sink) {
  WriteCampaigns(snapshot.campaigns, sink);
  WriteAccounts(snapshot.accounts, sink);
  for (const Row<Snapshot>& row : kScrapeRows) {
    sink.Begin(row.entry.family);
    row.emit(snapshot, sink);
  }
}

}  // namespace bsg_exporter::metrics
