#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

#include "tests/collect/collect_rig.h"

namespace bsg_exporter::collect {

// One account with two campaigns, whose configuration changes.
class ReloadTest : public testing::Test, protected CollectRig {
 protected:
  ReloadTest() { AddAccount("main", 2); }
  AccountOptions& main() { return account(0); }

  // With the first request for a document, while a scrape is under way.
  void OnFirstRead(std::function<void()> what) {
    detail = [this, what = std::move(what), done = false](
                 bsg::CampaignId id, const http::Request&) mutable {
      if (!std::exchange(done, true)) what();
      return Answer{std::chrono::seconds(1), Document(id).result};
    };
  }
  // A scrape that begins now, while others may be under way.
  void BeginScrape(metrics::Snapshot& found,
                   Duration budget = std::chrono::seconds(10)) {
    reader().Scrape(budget, [&found](metrics::Snapshot snapshot) {
      found = std::move(snapshot);
    });
  }
  bool HasSeries(const std::string& account) const {
    for (const prometheus::MetricFamily& family : metrics->Collect()) {
      for (const prometheus::ClientMetric& metric : family.metric) {
        for (const auto& label : metric.label) {
          if (label.name == "account" && label.value == account) return true;
        }
      }
    }
    return false;
  }
};

}  // namespace bsg_exporter::collect
