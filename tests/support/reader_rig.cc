#include "tests/support/reader_rig.h"

#include <gtest/gtest.h>

namespace bsg_exporter::collect {

ReaderRig::ReaderRig(FakeTransport::Server server, const Clock* reader_clock)
    : transport(std::make_unique<FakeTransport>(clock, std::move(server))),
      reader_clock_(reader_clock ? *reader_clock : clock) {}

Reader& ReaderRig::reader() {
  if (!reader_) {
    std::vector<std::string> names;
    for (const auto& account : accounts_) names.push_back(account.name);
    metrics = std::make_unique<metrics::SelfMetrics>(names);
    reader_ = std::make_unique<Reader>(
        Reading{accounts_, read},
        Reader::Parts{*transport, reader_clock_, log, *metrics});
  }
  return *reader_;
}

std::vector<metrics::Snapshot> ReaderRig::ScrapeTogether(
    const std::vector<Duration>& budgets) {
  std::vector<metrics::Snapshot> found(budgets.size());
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    reader().Scrape(budgets[i], [&found, i](metrics::Snapshot snapshot) {
      found[i] = std::move(snapshot);
    });
  }
  reader().RunUntilIdle();
  return found;
}

metrics::Snapshot ReaderRig::Scrape(Duration budget) {
  return std::move(ScrapeTogether({budget}).front());
}

Probed ReaderRig::Probe(Subject subject, Duration budget) {
  std::optional<Probed> found;
  reader().Probe(std::move(subject), budget,
                 [&found](Probed probed) { found = std::move(probed); });
  reader().RunUntilIdle();
  return std::move(found).value();
}

metrics::Snapshot ReaderRig::Survey(Duration budget) {
  metrics::Snapshot found;
  reader().Survey(budget, [&found](metrics::Snapshot snapshot) {
    found = std::move(snapshot);
  });
  reader().RunUntilIdle();
  return found;
}

Overview ReaderRig::Peek() {
  Overview found;
  reader().Peek([&found](Overview overview) { found = std::move(overview); });
  reader().RunUntilIdle();
  return found;
}

std::vector<bsg::CampaignId> ReaderRig::Ids(const metrics::Snapshot& snapshot) {
  std::vector<bsg::CampaignId> ids;
  for (const auto& campaign : snapshot.campaigns) ids.push_back(campaign->id);
  return ids;
}

const bsg::CampaignState& ReaderRig::Campaign(const metrics::Snapshot& snapshot,
                                              bsg::CampaignId id) {
  static const bsg::CampaignState kNone;
  for (const auto& campaign : snapshot.campaigns) {
    if (campaign->id == id) return *campaign;
  }
  ADD_FAILURE() << "no campaign " << id;
  return kNone;
}

std::string ReaderRig::Outcomes(const metrics::Snapshot& snapshot) {
  std::string text;
  for (const metrics::Outcome outcome : metrics::kAllOutcomes) {
    std::size_t sum = 0;
    for (const auto& counts : snapshot.outcomes) sum += counts[outcome];
    if (sum == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::string(ToString(outcome)) + " " + std::to_string(sum);
  }
  return text;
}

}  // namespace bsg_exporter::collect
