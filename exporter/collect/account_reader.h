#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/collect/options.h"
#include "bsg_exporter/collect/overview.h"
#include "bsg_exporter/collect/unexpected_log.h"
#include "bsg_exporter/http/transport.h"
#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "exporter/collect/account_store.h"
#include "exporter/collect/answer.h"
#include "exporter/collect/batch.h"
#include "exporter/collect/members.h"
#include "exporter/collect/rounds.h"
#include "exporter/collect/setup.h"
#include "exporter/collect/standing.h"
#include "exporter/collect/target.h"

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
    std::shared_ptr<metrics::ApiMetrics> api;
    UnexpectedLog& unexpected;
  };
  // `number` tells its requests from those of others. `predecessor`, which may
  // be null, has read the account so far, by another configuration: what still
  // holds of what it knows is taken over.
  AccountReader(std::shared_ptr<const Setup> setup, std::uint32_t number,
                Parts parts, const std::shared_ptr<AccountReader>& predecessor);

  // From now on `successor`, whose predecessor this is, hears of the answers
  // to what is still under way, as far as they hold for it.
  void PassOnTo(std::shared_ptr<AccountReader> successor);

  // A scrape begins: what is due joins the batch. What is under way already
  // is shared.
  void BeginScrape(const Round& round);
  // A survey begins: what the configuration and the API say of which campaigns
  // there are.
  void BeginSurvey(const Round& round);
  // A probe, which began as a survey, asks for this campaign alone, if it is
  // due. One that nobody serves becomes a visitor; false if it cannot.
  bool BeginProbe(JobId job, bsg::CampaignId id);

  // Starts as many requests as may be under way.
  void StartRequests();

  // Request `slot` (the lower half of its id) is done.
  void Complete(std::uint32_t slot, http::Completion completion);

  // No job waits any more: what is not under way is given up, but for a
  // listing, which goes on by itself.
  void GiveUp();
  // Nor will one come, for good: a listing ends with the page under way, and
  // what has been given up is the successor's to read.
  void Retire();

  const std::string& name() const { return account_.name; }
  std::uint32_t number() const { return number_; }
  bool probes_any() const { return read_.probe_any; }
  bool HasRequests() const { return in_flight_ > 0; }
  bool Serves(bsg::CampaignId id) const { return members_.Serves(id); }
  // Whether a job still waits for documents: open, and not opened later.
  bool IsReading(JobId job) const;
  bool IsReading(JobId job, bsg::CampaignId id) const;
  // Whether it is about to turn out for the first time which campaigns there
  // are, or whether an outage is over. Other listings keep nobody waiting.
  bool IsListing() const;

  // When something that waits may go on; max() if nothing does.
  SteadyTime NextEvent() const;

  // Grows with every document that was read: a scrape that remembers it at its
  // start knows later what was read since.
  std::uint64_t events() const { return events_; }

  // Adds the account and its campaigns to the page of a scrape that began at
  // `start`, when events() was `since`.
  void AppendTo(metrics::Snapshot& snapshot, SteadyTime start,
                std::uint64_t since);
  // Adds the account and its campaigns as they are known.
  void AppendTo(Overview& overview);
  // Adds one campaign; false if it is not known any more.
  bool AppendCampaign(metrics::Snapshot& snapshot, bsg::CampaignId id);

 private:
  static constexpr std::size_t kBalance = AccountStore::kBalance;
  // Older than any job: whoever waits for documents waits for what it opens.
  static constexpr JobId kForAll = 0;
  // The lower halves of requests' ids; target i has slot i + kFirstSlot.
  static constexpr std::uint32_t kLoginSlot = 0;
  static constexpr std::uint32_t kListSlot = 1;
  static constexpr std::uint32_t kFirstSlot = 2;

  RestRules Rules() const;
  std::size_t Needed() const;
  std::size_t FirstJudge() const;
  bool IsJudge(std::size_t i) const;
  bool IsUnderWay() const;
  bool HasRoom() const;
  bool HasFreeRequest() const;
  bool HasNext() const;
  static bool ReadsBalance(const AccountOptions& account,
                           const ReadOptions& read);

  // --- succession
  std::shared_ptr<Standing> StandingAfter(
      const AccountReader* predecessor) const;
  bool HoldsFor(const AccountReader& successor) const;
  void TakeOver(const std::shared_ptr<AccountReader>& predecessor);
  void Inherit(const AccountReader& predecessor, std::size_t theirs);
  void Hear(const AccountReader& predecessor, std::size_t theirs);
  std::optional<std::size_t> SlotOf(const Target& target) const;
  bool PredecessorReads(const Target& target) const;
  void GoOn();

  // --- plan
  void Prepare(bool new_batch);
  void UpdateMembers();
  void NewBatch(SteadyTime now);
  void Open(std::size_t i, JobId job, SteadyTime at);
  void OpenDue(JobId job);
  bool OpenTrial(JobId job, std::size_t first);
  void OpenOutageTrial(JobId job);
  void OpenProbed(JobId job, std::size_t i);
  void OpenProbesTrial(JobId job, std::size_t asked);

  // --- start
  bool StartLogin();
  void StartListing();
  void Start(std::uint32_t slot, http::Request request);
  void Send(std::size_t i);
  void FailEverythingQueued(const Error& error);
  void ShareFailure(const Error& error);
  void AbandonQueue();

  // --- complete
  void CompleteLogin(http::Completion completion);
  void CompleteListing(http::Completion completion);
  Result<bsg::CampaignList> DigestList(const std::string& body);
  bool TriesListAgain(int status);
  void AbortListing(const Error& error);
  void NoteListing();
  void ReadWhatIsDue(bool well);
  void Report(bsg::Endpoint endpoint, bsg::CampaignId id, int status,
              const Status& read, Duration duration);
  Status Digest(std::size_t i, const std::string& body);
  void Judge(std::size_t i, const Answer& answer, const Status& read);
  void OnUnauthorized(std::size_t i, const Error& error);
  bool OnThrottled(std::int64_t request, const Throttling& answer,
                   std::size_t needed);
  void Pause(int status);
  void ResolveSuspicion();
  void Succeed(std::size_t i);
  void EndOutage();
  void Fail(std::size_t i, const Error& error);
  bool MayRetry(const Target& target, const Error& error) const;
  void CloseFailed(std::size_t i, const Error& error);
  void NoteFailure(std::size_t i, const Error& error);

  // --- snapshot
  std::optional<WallTime> WallTimeOf(std::optional<SteadyTime> time) const;
  Timing TimingOf(const Target& target) const;
  void DropWhatIsTooOld(std::size_t i, SteadyTime now);
  Duration EffectiveRefresh(const Target& target) const;
  void Recompute(std::size_t i);

  const std::shared_ptr<const Setup> setup_;
  const AccountOptions& account_;
  const ReadOptions& read_;
  const std::uint32_t number_;
  Parts parts_;
  // Both are there while the predecessor's requests are under way, if what it
  // reads holds for its successor.
  std::weak_ptr<AccountReader> predecessor_;
  std::shared_ptr<AccountReader> successor_;
  const std::shared_ptr<Standing> standing_;
  Login& login_;
  Throttle& throttle_;
  Pace& pace_;
  Outage& outage_;
  AccountStore store_;
  std::vector<Target> targets_;
  Members members_;
  Batch batch_;
  Rounds rounds_;
  std::size_t in_flight_ = 0;  // of its own; standing_ has all
  bool retired_ = false;

  // Of the page of a listing that was asked for last.
  std::uint64_t list_generation_ = 0;  // of the token that signed it
  bool list_retried_login_ = false;    // it had its one more try

  std::uint64_t events_ = 0;
};

}  // namespace bsg_exporter::collect
