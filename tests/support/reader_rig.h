#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/collect/reader.h"
#include "tests/support/capture_log.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_transport.h"

namespace bsg_exporter::collect {

// A real reader on a fake transport, whose clock moves instead of waiting.
// Scrapes run to their end on the test's own thread. What answers the requests
// is for those to say who derive from it.
class ReaderRig {
 public:
  // `reader_clock`: what the reader sees instead of `clock`. Borrowed.
  explicit ReaderRig(FakeTransport::Server server,
                     const Clock* reader_clock = nullptr);

  // --- the configuration; before the first scrape, or to be reloaded
  ReadOptions read;
  AccountOptions& AddAccount(AccountOptions account) {
    return accounts_.emplace_back(std::move(account));
  }
  AccountOptions& account(std::size_t i) { return accounts_[i]; }
  void RemoveAccount(std::size_t i) {
    accounts_.erase(accounts_.begin() + static_cast<std::ptrdiff_t>(i));
  }

  // --- what happens
  metrics::Snapshot Scrape(Duration budget = std::chrono::seconds(10));
  // Scrapes that arrive together.
  std::vector<metrics::Snapshot> ScrapeTogether(
      const std::vector<Duration>& budgets);
  Probed Probe(Subject subject, Duration budget = std::chrono::seconds(10));
  metrics::Snapshot Survey(Duration budget = std::chrono::seconds(10));
  Overview Peek();
  void Wait(Duration time) { clock.Advance(time); }
  // For scrapes that overlap; changes of the configuration hold from the next
  // Reload() on.
  Reader& reader();
  void Reload() { reader().Reload({accounts_, read}); }

  // --- what came of it
  static const bsg::CampaignState& Campaign(const metrics::Snapshot& snapshot,
                                            bsg::CampaignId id);
  // "read 3, cached 1": those that are not zero, over all accounts.
  static std::string Outcomes(const metrics::Snapshot& snapshot);
  static std::vector<bsg::CampaignId> Ids(const metrics::Snapshot& snapshot);

  FakeClock clock;
  CaptureLog log;
  std::unique_ptr<FakeTransport> transport;
  std::unique_ptr<metrics::SelfMetrics> metrics;

 protected:
  std::size_t accounts() const { return accounts_.size(); }
  AccountOptions& last_account() { return accounts_.back(); }

 private:
  const Clock& reader_clock_;
  std::vector<AccountOptions> accounts_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace bsg_exporter::collect
