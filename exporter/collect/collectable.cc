#include "bsg_exporter/collect/collectable.h"

#include <future>
#include <memory>
#include <utility>

#include "bsg_exporter/metrics/family_sink.h"

namespace bsg_exporter::collect {

std::vector<prometheus::MetricFamily> SnapshotCollectable::Collect() const try {
  const auto promise = std::make_shared<std::promise<metrics::Snapshot>>();
  std::future<metrics::Snapshot> answer = promise->get_future();
  scraper_.Scrape(budget_, [promise](metrics::Snapshot snapshot) {
    promise->set_value(std::move(snapshot));
  });
  metrics::FamilySink sink;
  WriteSnapshot(answer.get(), sink);
  std::vector<prometheus::MetricFamily> families = sink.Take();
  for (prometheus::MetricFamily& family : own_.Collect()) {
    families.push_back(std::move(family));
  }
  return families;
} catch (...) {
  return {};
}

}  // namespace bsg_exporter::collect
