#include "bsg_exporter/collect/reader.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/collect/unexpected_log.h"
#include "exporter/collect/account_reader.h"
#include "exporter/collect/jobs.h"

namespace bsg_exporter::collect {

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
    AnswerPeeks();
    Admit();
    for (const auto& account : accounts) account->StartRequests();
    EndJobs();
    if (stopping() || (jobs.empty() && leave_when_idle)) return;
    if (auto completion = parts.transport.Next(NextEvent())) {
      const auto number = static_cast<std::size_t>(completion->id >> 32);
      const auto slot = static_cast<std::uint32_t>(completion->id);
      accounts[number]->Complete(slot, std::move(*completion));
    }
  }

  // Jobs stand in their order, so the first is the oldest.
  void Admit() {
    for (std::unique_ptr<Job>& submitted_job : TakeSubmitted()) {
      Job& job = *jobs.emplace_back(std::move(submitted_job));
      const JobId id = ++latest_id;
      job.Begin(accounts, {.id = id,
                           .oldest = jobs.size() == 1 ? id : jobs.front()->id(),
                           .deadline = LatestDeadline()});
    }
  }

  SteadyTime LatestDeadline() const {
    SteadyTime latest = SteadyTime::min();
    for (const auto& job : jobs) latest = std::max(latest, job->deadline());
    return latest;
  }

  void Submit(std::unique_ptr<Job> job) {
    {
      const std::lock_guard lock(mutex);
      if (stop) return;
      submitted.push_back(std::move(job));
    }
    parts.transport.Wake();
  }

  // Beside the jobs, so that whoever looks changes nothing for those who read.
  void AnswerPeeks() {
    for (const auto& done : TakePeeks()) {
      Overview overview;
      overview.now = parts.clock.Wall();
      for (const auto& account : accounts) account->AppendTo(overview);
      done(std::move(overview));
    }
  }

  void SubmitPeek(std::function<void(Overview)> done) {
    {
      const std::lock_guard lock(mutex);
      if (stop) return;
      peeks.push_back(std::move(done));
    }
    parts.transport.Wake();
  }

  std::vector<std::function<void(Overview)>> TakePeeks() {
    const std::lock_guard lock(mutex);
    return std::exchange(peeks, {});
  }

  std::vector<std::unique_ptr<Job>> TakeSubmitted() {
    const std::lock_guard lock(mutex);
    return std::exchange(submitted, {});
  }

  bool stopping() {
    const std::lock_guard lock(mutex);
    return stop;
  }

  void EndJobs() {
    const bool waited = !jobs.empty();
    std::erase_if(jobs, [&](const std::unique_ptr<Job>& job) {
      const SteadyTime now = parts.clock.Steady();
      if (now < job->deadline() && !job->IsOver(accounts)) return false;
      job->Finish(accounts, now);
      return true;
    });
    if (!waited || !jobs.empty()) return;
    for (const auto& account : accounts) account->GiveUp();
  }

  SteadyTime NextEvent() const {
    SteadyTime next = SteadyTime::max();
    for (const auto& job : jobs) next = std::min(next, job->deadline());
    for (const auto& account : accounts) {
      next = std::min(next, account->NextEvent());
    }
    return next;
  }

  void EndAll() {
    AnswerPeeks();
    Admit();
    const SteadyTime now = parts.clock.Steady();
    for (const auto& job : std::exchange(jobs, {})) job->Finish(accounts, now);
    parts.transport.CancelAll();
  }

  const std::vector<AccountOptions> account_options;
  const ReadOptions read;
  const Parts parts;
  LogThrottle log_throttle;
  UnexpectedLog unexpected;
  Accounts accounts;
  std::vector<std::unique_ptr<Job>> jobs;
  JobId latest_id = 0;
  bool leave_when_idle = false;

  std::mutex mutex;
  std::vector<std::unique_ptr<Job>> submitted;       // guarded by mutex
  std::vector<std::function<void(Overview)>> peeks;  // guarded by mutex
  bool stop = false;                                 // guarded by mutex
};

Reader::Reader(std::vector<AccountOptions> accounts, ReadOptions read,
               Parts parts)
    : impl_(std::make_unique<Impl>(std::move(accounts), read, parts)) {}

Reader::~Reader() = default;

void Reader::Scrape(Duration budget,
                    std::function<void(metrics::Snapshot)> done) {
  impl_->Submit(std::make_unique<ScrapeJob>(impl_->parts.clock.Steady(), budget,
                                            std::move(done)));
}

void Reader::Survey(Duration budget,
                    std::function<void(metrics::Snapshot)> done) {
  impl_->Submit(std::make_unique<SurveyJob>(impl_->parts.clock.Steady(), budget,
                                            std::move(done)));
}

void Reader::Probe(Subject subject, Duration budget,
                   std::function<void(Probed)> done) {
  impl_->Submit(std::make_unique<ProbeJob>(
      impl_->parts.clock.Steady(), budget, std::move(subject),
      impl_->read.probe_any, std::move(done)));
}

void Reader::Peek(std::function<void(Overview)> done) {
  impl_->SubmitPeek(std::move(done));
}

void Reader::Run() {
  while (!impl_->stopping()) impl_->Turn();
  impl_->EndAll();
}

void Reader::RunUntilIdle() {
  impl_->leave_when_idle = true;
  do {
    impl_->Turn();
  } while (!impl_->jobs.empty() && !impl_->stopping());
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
