#include "bsg_exporter/collect/reader.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/collect/unexpected_log.h"
#include "exporter/collect/account_reader.h"
#include "exporter/collect/inbox.h"
#include "exporter/collect/jobs.h"

namespace bsg_exporter::collect {

struct Reader::Impl {
  Impl(Reading reading, Parts p)
      : parts(p),
        log_throttle(p.clock),
        unexpected(p.metrics, p.logger),
        inbox(p.transport) {
    Adopt(std::move(reading));
  }

  // One turn: everything that can be done now, then a wait.
  void Turn() {
    for (const auto& work : inbox.TakePosted()) work();
    Admit();
    ForAll([](AccountReader& account) { account.StartRequests(); });
    EndJobs();
    if (inbox.stopped() || (jobs.empty() && leave_when_idle)) return;
    if (auto completion = parts.transport.Next(NextEvent())) {
      const auto number = static_cast<std::uint32_t>(completion->id >> 32);
      const auto slot = static_cast<std::uint32_t>(completion->id);
      ForAll([&](AccountReader& account) {
        if (account.number() != number) return;
        account.Complete(slot, *std::move(completion));
      });
    }
  }

  // Those who were there before a reload come first.
  template <class Function>
  void ForAll(const Function& function) const {
    for (const auto& accounts : retiring) {
      for (const auto& account : *accounts) function(*account);
    }
    for (const auto& account : *current) function(*account);
  }

  void Admit() {
    for (Inbox::Message& message : inbox.TakeSubmitted()) {
      if (auto* reading = std::get_if<Reading>(&message)) {
        Adopt(std::move(*reading));
      } else {
        Begin(std::get<std::unique_ptr<Job>>(std::move(message)));
      }
    }
  }

  // Jobs stand in their order, so the first is the oldest.
  void Begin(std::unique_ptr<Job> job) {
    const JobId id = ++latest_id;
    Round round{.id = id, .oldest = id, .deadline = job->deadline()};
    for (const auto& other : jobs) {
      if (!other->WaitsFor(*current)) continue;
      round.oldest = std::min(round.oldest, other->id());
      round.deadline = std::max(round.deadline, other->deadline());
    }
    jobs.emplace_back(std::move(job))->Begin(current, round);
  }

  // From now on this is read. Jobs that wait keep the accounts they began with.
  void Adopt(Reading reading) {
    std::vector<std::string> names;
    for (const auto& account : reading.accounts) names.push_back(account.name);
    parts.metrics.SetAccounts(names);
    parts.transport.SetCapacity(reading.read.concurrency * names.size());
    auto accounts = std::make_shared<Accounts>();
    for (AccountOptions& account : reading.accounts) {
      accounts->push_back(SuccessorFor(std::make_shared<const Setup>(
          Setup{std::move(account), reading.read})));
    }
    if (current) retiring.push_back(std::move(current));
    current = std::move(accounts);
  }

  std::shared_ptr<AccountReader> SuccessorFor(
      std::shared_ptr<const Setup> setup) {
    const std::string& name = setup->account.name;
    std::shared_ptr<AccountReader> predecessor;
    if (current) {
      for (const auto& known : *current) {
        if (known->name() == name) predecessor = known;
      }
    }
    AccountReader::Parts account_parts{
        parts.transport,         parts.clock, parts.logger, log_throttle,
        parts.metrics.api(name), unexpected};
    auto account = std::make_shared<AccountReader>(
        std::move(setup), next_number++, std::move(account_parts), predecessor);
    if (predecessor) predecessor->PassOnTo(account);
    return account;
  }

  Overview Known() const {
    Overview overview;
    overview.now = parts.clock.Wall();
    for (const auto& account : *current) account->AppendTo(overview);
    return overview;
  }

  bool IsWaitedFor(const Accounts& accounts) const {
    return std::any_of(jobs.begin(), jobs.end(), [&](const auto& job) {
      return job->WaitsFor(accounts);
    });
  }

  void EndJobs() {
    DropUnwanted();
    std::erase_if(jobs, [&](const std::unique_ptr<Job>& job) {
      const SteadyTime now = parts.clock.Steady();
      if (now < job->deadline() && !job->IsOver()) return false;
      job->Finish(now);
      return true;
    });
    if (!IsWaitedFor(*current)) {
      for (const auto& account : *current) account->GiveUp();
    }
    std::erase_if(retiring, [&](const auto& accounts) {
      return !IsWaitedFor(*accounts) && Retire(*accounts);
    });
  }

  // Those who ask and go, again and again, leave no more than one behind: what
  // that one began is read to its end, for whoever comes next.
  void DropUnwanted() {
    std::size_t left = jobs.size();
    std::erase_if(jobs, [&](const std::unique_ptr<Job>& job) {
      if (left == 1 || job->IsWanted()) return false;
      --left;
      return true;
    });
  }

  // True if nothing is under way any more.
  static bool Retire(const Accounts& accounts) {
    for (const auto& account : accounts) account->Retire();
    return std::none_of(accounts.begin(), accounts.end(),
                        [](const auto& a) { return a->HasRequests(); });
  }

  SteadyTime NextEvent() const {
    SteadyTime next = SteadyTime::max();
    for (const auto& job : jobs) next = std::min(next, job->deadline());
    ForAll([&](const AccountReader& account) {
      next = std::min(next, account.NextEvent());
    });
    return next;
  }

  void EndAll() {
    for (const auto& work : inbox.TakePosted()) work();
    Admit();
    const SteadyTime now = parts.clock.Steady();
    for (const auto& job : std::exchange(jobs, {})) job->Finish(now);
    parts.transport.CancelAll();
  }

  const Parts parts;
  LogThrottle log_throttle;
  UnexpectedLog unexpected;
  std::shared_ptr<const Accounts> current;
  // Of configurations before, until their last job and request have ended.
  std::vector<std::shared_ptr<const Accounts>> retiring;
  std::uint32_t next_number = 0;
  std::vector<std::unique_ptr<Job>> jobs;
  JobId latest_id = 0;
  bool leave_when_idle = false;

  Inbox inbox;
};

Reader::Reader(Reading reading, Parts parts)
    : impl_(std::make_unique<Impl>(std::move(reading), parts)) {}

Reader::~Reader() = default;

void Reader::Reload(Reading reading) {
  impl_->inbox.Submit(std::move(reading));
}

void Reader::Scrape(Patience patience,
                    std::function<void(metrics::Snapshot)> done) {
  impl_->inbox.Submit(std::make_unique<ScrapeJob>(
      impl_->parts.clock.Steady(), std::move(patience), std::move(done)));
}

void Reader::Survey(Patience patience,
                    std::function<void(metrics::Snapshot)> done) {
  impl_->inbox.Submit(std::make_unique<SurveyJob>(
      impl_->parts.clock.Steady(), std::move(patience), std::move(done)));
}

void Reader::Probe(Subject subject, Patience patience,
                   std::function<void(Probed)> done) {
  impl_->inbox.Submit(std::make_unique<ProbeJob>(
      impl_->parts.clock.Steady(), std::move(patience), std::move(subject),
      std::move(done)));
}

void Reader::Post(std::function<void()> work) {
  impl_->inbox.Post(std::move(work));
}

// Beside the jobs, so that whoever looks changes nothing for those who read.
void Reader::Peek(std::function<void(Overview)> done) {
  impl_->inbox.Post(
      [impl = impl_.get(), done = std::move(done)] { done(impl->Known()); });
}

void Reader::Run() {
  while (!impl_->inbox.stopped()) impl_->Turn();
  impl_->EndAll();
}

void Reader::RunUntilIdle() {
  impl_->leave_when_idle = true;
  do {
    impl_->Turn();
  } while (!impl_->jobs.empty() && !impl_->inbox.stopped());
  impl_->leave_when_idle = false;
  if (impl_->inbox.stopped()) impl_->EndAll();
}

void Reader::Stop() { impl_->inbox.Stop(); }

}  // namespace bsg_exporter::collect
