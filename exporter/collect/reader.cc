#include "bsg_exporter/collect/reader.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/collect/unexpected_log.h"
#include "exporter/collect/account_reader.h"

namespace bsg_exporter::collect {
namespace {

struct Waiting {
  SteadyTime start;
  Duration budget;
  std::function<void(metrics::Snapshot)> done;
};

struct Scraping {
  ScrapeId id;
  SteadyTime start;
  Duration budget;
  std::vector<std::uint64_t> since;  // each account's events() at the start
  std::function<void(metrics::Snapshot)> done;

  SteadyTime deadline() const {
    return start + std::min(budget, SteadyTime::max() - start);
  }
};

}  // namespace

struct Reader::Impl {
  Impl(std::vector<AccountOptions> a, const ReadOptions& r, Parts p)
      : account_options(std::move(a)),
        read(r),
        parts(p),
        log_throttle(p.clock),
        unexpected(p.metrics, p.logger) {
    accounts.reserve(account_options.size());
    for (const AccountOptions& account : account_options) {
      const auto number = static_cast<std::uint32_t>(accounts.size());
      accounts.push_back(std::make_unique<AccountReader>(
          account, read, number,
          AccountReader::Parts{parts.transport, parts.clock, parts.logger,
                               log_throttle, parts.metrics.api(account.name),
                               unexpected}));
    }
  }

  // One turn: everything that can be done now, then a wait.
  void Turn() {
    Admit();
    for (const auto& account : accounts) account->StartRequests();
    FinishScrapes();
    if (stopping() || (scrapes.empty() && leave_when_idle)) return;
    if (auto completion = parts.transport.Next(NextEvent())) {
      const auto number = static_cast<std::size_t>(completion->id >> 32);
      const auto slot = static_cast<std::uint32_t>(completion->id);
      accounts[number]->Complete(slot, std::move(*completion));
    }
  }

  void Admit() {
    for (Waiting& waiting : TakeSubmitted()) {
      Scraping& scrape =
          scrapes.emplace_back(Scraping{++latest_id,
                                        waiting.start,
                                        waiting.budget,
                                        {},
                                        std::move(waiting.done)});
      // Scrapes stand in their order; the oldest says which batch it is.
      const bool new_batch = scrapes.front().id > batch;
      if (new_batch) batch = scrape.id;
      for (const auto& account : accounts) {
        scrape.since.push_back(account->events());
        account->Plan(scrape.id, LatestDeadline(), new_batch);
      }
    }
  }

  SteadyTime LatestDeadline() const {
    SteadyTime latest = SteadyTime::min();
    for (const Scraping& scrape : scrapes) {
      latest = std::max(latest, scrape.deadline());
    }
    return latest;
  }

  std::vector<Waiting> TakeSubmitted() {
    const std::lock_guard lock(mutex);
    return std::exchange(submitted, {});
  }

  bool stopping() {
    const std::lock_guard lock(mutex);
    return stop;
  }

  bool IsDone(const Scraping& scrape) const {
    if (parts.clock.Steady() >= scrape.deadline()) return true;
    return std::all_of(accounts.begin(), accounts.end(), [&](const auto& a) {
      return a->OpenFor(scrape.id) == 0;
    });
  }

  void FinishScrapes() {
    const bool waited = !scrapes.empty();
    std::erase_if(scrapes, [&](Scraping& scrape) {
      if (!IsDone(scrape)) return false;
      Finish(scrape);
      return true;
    });
    if (!waited || !scrapes.empty()) return;
    for (const auto& account : accounts) account->GiveUp();
  }

  void Finish(Scraping& scrape) {
    metrics::Snapshot snapshot;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      accounts[i]->AppendTo(snapshot, scrape.start, scrape.since[i]);
    }
    snapshot.duration = parts.clock.Steady() - scrape.start;
    snapshot.timeout = scrape.budget;
    scrape.done(std::move(snapshot));
  }

  SteadyTime NextEvent() const {
    SteadyTime next = SteadyTime::max();
    for (const Scraping& scrape : scrapes) {
      next = std::min(next, scrape.deadline());
    }
    for (const auto& account : accounts) {
      next = std::min(next, account->NextEvent());
    }
    return next;
  }

  void EndAll() {
    Admit();
    for (Scraping& scrape : std::exchange(scrapes, {})) Finish(scrape);
    parts.transport.CancelAll();
  }

  const std::vector<AccountOptions> account_options;
  const ReadOptions read;
  const Parts parts;
  LogThrottle log_throttle;
  UnexpectedLog unexpected;
  std::vector<std::unique_ptr<AccountReader>> accounts;
  std::vector<Scraping> scrapes;
  ScrapeId latest_id = 0;
  ScrapeId batch = 0;  // the scrape that began it
  bool leave_when_idle = false;

  std::mutex mutex;
  std::vector<Waiting> submitted;  // guarded by mutex
  bool stop = false;               // guarded by mutex
};

Reader::Reader(std::vector<AccountOptions> accounts, ReadOptions read,
               Parts parts)
    : impl_(std::make_unique<Impl>(std::move(accounts), read, parts)) {}

Reader::~Reader() = default;

void Reader::Scrape(Duration budget,
                    std::function<void(metrics::Snapshot)> done) {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->stop) return;
    impl_->submitted.push_back(
        {impl_->parts.clock.Steady(), budget, std::move(done)});
  }
  impl_->parts.transport.Wake();
}

void Reader::Probe(Subject subject, Duration budget,
                   std::function<void(Probed)> done) {
  Scrape(budget, [subject = std::move(subject),
                  done = std::move(done)](metrics::Snapshot snapshot) {
    for (const auto& campaign : snapshot.campaigns) {
      if (campaign->id != subject.id) continue;
      metrics::Snapshot one;
      one.campaigns.push_back(campaign);
      return done(std::move(one));
    }
    done(ProbeRefusal::kUnknownCampaign);
  });
}

void Reader::Survey(Duration budget,
                    std::function<void(metrics::Snapshot)> done) {
  Scrape(budget, std::move(done));
}

void Reader::Run() {
  while (!impl_->stopping()) impl_->Turn();
  impl_->EndAll();
}

void Reader::RunUntilIdle() {
  impl_->leave_when_idle = true;
  do {
    impl_->Turn();
  } while (!impl_->scrapes.empty() && !impl_->stopping());
  impl_->leave_when_idle = false;
  if (impl_->stopping()) impl_->EndAll();
}

void Reader::Stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stop = true;
  }
  impl_->parts.transport.Wake();
}

}  // namespace bsg_exporter::collect
