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

using Accounts = std::vector<std::unique_ptr<AccountReader>>;

// Something that was asked of the reader and waits for its end. Made on any
// thread, used on the reader's.
class Job {
 public:
  Job(SteadyTime start, Duration budget) : start_(start), budget_(budget) {}
  virtual ~Job() = default;

  SteadyTime deadline() const;
  JobId id() const { return round_.id; }

  // Once, before the others.
  void Begin(Accounts& accounts, const Round& round);
  // Whether nothing that it waits for is left.
  virtual bool IsOver(Accounts& accounts) = 0;
  // Answers with what is known now. Once.
  virtual void Finish(Accounts& accounts, SteadyTime now) = 0;

 protected:
  virtual void Plan(Accounts& accounts) = 0;

  const SteadyTime start_;
  const Duration budget_;
  Round round_;
};

// One whose answer is a snapshot of everything.
class SnapshotJob : public Job {
 public:
  using Done = std::function<void(metrics::Snapshot)>;
  SnapshotJob(SteadyTime start, Duration budget, Done done)
      : Job(start, budget), done_(std::move(done)) {}
  void Finish(Accounts& accounts, SteadyTime now) override;

 protected:
  std::vector<std::uint64_t> since_;  // each account's events() at the start

 private:
  const Done done_;
};

class ScrapeJob final : public SnapshotJob {
 public:
  using SnapshotJob::SnapshotJob;
  bool IsOver(Accounts& accounts) override;

 private:
  void Plan(Accounts& accounts) override;
};

class SurveyJob final : public SnapshotJob {
 public:
  using SnapshotJob::SnapshotJob;
  bool IsOver(Accounts& accounts) override;

 private:
  void Plan(Accounts& accounts) override;
};

// Whose campaign it is may only turn out when a first listing has ended.
class ProbeJob final : public Job {
 public:
  using Done = std::function<void(Probed)>;
  ProbeJob(SteadyTime start, Duration budget, Subject subject, bool may_be_any,
           Done done)
      : Job(start, budget),
        subject_(std::move(subject)),
        may_be_any_(may_be_any),
        done_(std::move(done)) {}
  bool IsOver(Accounts& accounts) override;
  void Finish(Accounts& accounts, SteadyTime now) override;

 private:
  void Plan(Accounts& accounts) override;
  void FindAccount();

  const Subject subject_;
  const bool may_be_any_;
  const Done done_;
  std::vector<AccountReader*> candidates_;
  AccountReader* account_ = nullptr;
  std::optional<ProbeRefusal> refusal_;
};

}  // namespace bsg_exporter::collect
