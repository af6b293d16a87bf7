#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/collect/unexpected_log.h"
#include "bsg_exporter/http/transport.h"
#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "exporter/collect/account_store.h"
#include "exporter/collect/batch.h"
#include "exporter/collect/login.h"
#include "exporter/collect/target.h"
#include "exporter/collect/throttle.h"

namespace bsg_exporter::collect {

// Reads one account's documents: decides what is due, signs and starts the
// requests that fit, judges the answers, and keeps the states. Accounts share
// the transport and nothing else, so one that hangs touches no other.
//
// Reader's thread only. Time passes nowhere in here.
class AccountReader {
 public:
  struct Parts {
    http::Transport& transport;
    const Clock& clock;
    Logger& logger;
    LogThrottle& log_throttle;
    metrics::ApiMetrics& api;
    UnexpectedLog& unexpected;
  };
  // `number` tells the account's requests from those of others. `account` and
  // `read` are borrowed.
  AccountReader(const AccountOptions& account, const ReadOptions& read,
                std::uint32_t number, Parts parts);

  // A scrape begins: what is due joins the batch. What is under way already
  // is shared. `deadline` is the latest of all scrapes that wait. `new_batch`:
  // the scrape that began the last one is over, so that tries, suspicions and
  // lines of the log are counted anew.
  void Plan(ScrapeId scrape, SteadyTime deadline, bool new_batch);

  // Starts as many requests as may be under way.
  void StartRequests();

  // Request `slot` (the lower half of its id) is done.
  void Complete(std::uint32_t slot, http::Completion completion);

  // No scrape waits any more: what is not under way is given up.
  void GiveUp();

  // How many documents a scrape waits for: open, and not opened later.
  std::size_t OpenFor(ScrapeId scrape) const;

  // When something that waits may go on; max() if nothing does.
  SteadyTime NextEvent() const;

  // Grows with every document that was read: a scrape that remembers it at its
  // start knows later what was read since.
  std::uint64_t events() const { return events_; }

  // Adds the account and its campaigns to the page of a scrape that began at
  // `start`, when events() was `since`.
  void AppendTo(metrics::Snapshot& snapshot, SteadyTime start,
                std::uint64_t since);

 private:
  // targets_[0] is the balance, targets_[i] campaign i-1.
  static constexpr std::size_t kBalance = 0;
  // The lower half of a request's id: target i has slot i+1.
  static constexpr std::uint32_t kLoginSlot = 0;

  RestRules Rules() const;
  std::size_t RequestsOfAccount() const;
  std::size_t Needed() const;
  std::size_t FirstJudge() const;
  bool HasRoom() const;

  // --- plan
  void NewBatch(SteadyTime now);
  void OpenDue(ScrapeId scrape);
  bool OpenProbe(ScrapeId scrape, std::size_t first);
  void OpenOutageProbe(ScrapeId scrape);

  // --- start
  bool StartLogin();
  void Send(std::size_t i);
  void FailEverythingQueued(const Error& error);
  void ShareFailure(const Error& error);
  void AbandonQueue();

  // --- complete
  void CompleteLogin(http::Completion completion);
  Status Digest(std::size_t i, const std::string& body);
  void OnUnauthorized(std::size_t i, const Error& error);
  bool OnThrottled(std::int64_t request, int status,
                   const std::optional<std::string>& retry_after,
                   std::size_t needed);
  void Pause(int status);
  void ResolveSuspicion();
  void Succeed(std::size_t i);
  void EndOutage(ScrapeId scrape);
  void Fail(std::size_t i, const Error& error);
  bool MayRetry(const Target& target, const Error& error) const;
  void CloseFailed(std::size_t i, const Error& error);
  void NoteFailure(std::size_t i, const Error& error);

  // --- snapshot
  void DropWhatIsTooOld(std::size_t i, SteadyTime now);
  Duration EffectiveRefresh(const Target& target) const;
  void Recompute(std::size_t i);

  const AccountOptions& account_;
  const ReadOptions& read_;
  const std::uint32_t number_;
  Parts parts_;
  Login login_;
  Throttle throttle_;
  AccountStore store_;
  std::vector<Target> targets_;
  Batch batch_;
  std::size_t in_flight_ = 0;

  ScrapeId latest_scrape_ = 0;
  SteadyTime scrape_start_{};
  SteadyTime deadline_{};  // the latest of those that wait
  std::uint64_t events_ = 0;
  // Attempts of this batch: if all fail, the next one sends a single request.
  std::size_t answered_ = 0;
  std::size_t troubled_ = 0;
  bool outage_ = false;
};

}  // namespace bsg_exporter::collect
