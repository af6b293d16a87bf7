#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/collect/scraper.h"
#include "exporter/collect/account_reader.h"

namespace bsg_exporter::collect {

// Those who read the accounts of one configuration.
using Accounts = std::vector<std::shared_ptr<AccountReader>>;

// Something that was asked of the reader and waits for its end. Made on any
// thread, used on the reader's. It ends with the accounts it began with.
class Job {
 public:
  Job(SteadyTime start, Patience patience)
      : start_(start),
        budget_(patience.budget),
        wanted_(std::move(patience.wanted)) {}
  virtual ~Job() = default;

  SteadyTime deadline() const;
  bool IsWanted() const { return !wanted_ || wanted_(); }
  JobId id() const { return round_.id; }
  bool WaitsFor(const Accounts& accounts) const {
    return accounts_.get() == &accounts;
  }

  // Once, before the others.
  void Begin(std::shared_ptr<const Accounts> accounts, const Round& round);
  // Whether nothing that it waits for is left.
  virtual bool IsOver() = 0;
  // Answers with what is known now. Once.
  virtual void Finish(SteadyTime now) = 0;

 protected:
  virtual void Plan() = 0;
  const Accounts& accounts() const { return *accounts_; }

  const SteadyTime start_;
  const Duration budget_;
  Round round_;

 private:
  const std::function<bool()> wanted_;
  std::shared_ptr<const Accounts> accounts_;
};

// One whose answer is a snapshot of everything.
class SnapshotJob : public Job {
 public:
  using Done = std::function<void(metrics::Snapshot)>;
  SnapshotJob(SteadyTime start, Patience patience, Done done)
      : Job(start, std::move(patience)), done_(std::move(done)) {}
  void Finish(SteadyTime now) override;

 protected:
  std::vector<std::uint64_t> since_;  // each account's events() at the start

 private:
  const Done done_;
};

class ScrapeJob final : public SnapshotJob {
 public:
  using SnapshotJob::SnapshotJob;
  bool IsOver() override;

 private:
  void Plan() override;
};

class SurveyJob final : public SnapshotJob {
 public:
  using SnapshotJob::SnapshotJob;
  bool IsOver() override;

 private:
  void Plan() override;
};

// Whose campaign it is may only turn out when a first listing has ended.
class ProbeJob final : public Job {
 public:
  using Done = std::function<void(Probed)>;
  ProbeJob(SteadyTime start, Patience patience, Subject subject, Done done)
      : Job(start, std::move(patience)),
        subject_(std::move(subject)),
        done_(std::move(done)) {}
  bool IsOver() override;
  void Finish(SteadyTime now) override;

 private:
  void Plan() override;
  void FindAccount();

  const Subject subject_;
  const Done done_;
  std::vector<AccountReader*> candidates_;
  AccountReader* account_ = nullptr;
  std::optional<ProbeRefusal> refusal_;
};

}  // namespace bsg_exporter::collect
