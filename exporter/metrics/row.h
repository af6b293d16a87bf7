#pragma once

#include <memory>
#include <span>

#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/sink.h"

namespace bsg_exporter::metrics {

// A row of the catalogue: a family, and how a subject (a campaign, an account,
// a scrape) is exported in it. `emit` writes the subject's samples, or nothing.
template <class Subject>
struct Row {
  CatalogueEntry entry;
  void (*emit)(const Subject& subject, Sink& sink);
};

// A page is: for each row, for each subject, so that a family stands together.
template <class Subject>
void WriteRows(std::span<const Row<Subject>> rows,
               std::span<const std::shared_ptr<const Subject>> subjects,
               Sink& sink) {
  for (const Row<Subject>& row : rows) {
    sink.Begin(row.entry.family);
    for (const auto& subject : subjects) row.emit(*subject, sink);
  }
}

// The tables of the campaigns and of the accounts.
std::span<const Row<bsg::CampaignState>> CampaignRows();
std::span<const Row<bsg::AccountState>> AccountRows();

}  // namespace bsg_exporter::metrics
