#include "exporter/collect/account_reader.h"
#include "exporter/collect/plan.h"
#include "exporter/collect/retry.h"

// What an account is to read, for scrapes, probes and surveys.
namespace bsg_exporter::collect {

void AccountReader::BeginScrape(const Round& round) {
  scrape_start_ = parts_.clock.Steady();
  scrape_deadline_ = round.deadline;
  Join(round, true);
  if (throttle_.HoldsBack(scrape_start_)) return;
  if (!outage_.is_on()) {
    OpenDue(round.id);
  } else if (batch_.is_over()) {  // else scrapes share the one request
    OpenOutageTrial(round.id);
  }
}

void AccountReader::BeginProbe(const Round& round, bsg::CampaignId id) {
  const SteadyTime now = parts_.clock.Steady();
  Join(round, false);
  const std::size_t i = members_.Admit(id, now);
  if (throttle_.HoldsBack(now)) return;
  if (targets_[i].phase != Target::Phase::kIdle) return;
  Recompute(i);
  if (!IsDue(targets_[i], Rules(), now)) return;
  if (outage_.is_on()) {
    if (outage_.WasTriedWithin(BackOffOf(read_).first, now)) return;
    if (!batch_.is_over()) return;
    outage_.Tried(now);
  }
  Open(i, round.id, now);
}

void AccountReader::BeginSurvey(const Round& round) { Join(round, false); }

// Probes come one by one where a scrape comes for all campaigns: those within
// one interval make up a batch together.
void AccountReader::Join(const Round& round, bool is_scrape) {
  const SteadyTime now = parts_.clock.Steady();
  latest_job_ = round.id;
  deadline_ = round.deadline;
  const Duration youngest =
      is_scrape ? Duration::zero() : BackOffOf(read_).first;
  if (round.oldest > batch_job_ &&
      (batch_job_ == 0 || now - batch_start_ >= youngest)) {
    batch_job_ = round.id;
    batch_start_ = now;
    NewBatch(now);
  }
  if (throttle_.Ended(now)) parts_.api.ThrottledUntil(std::nullopt);
  UpdateMembers();
  Discovery* const discovery = members_.discovery();
  if (discovery != nullptr && discovery->IsDue(now) && !outage_.is_on() &&
      !throttle_.HoldsBack(now)) {
    discovery->Begin(now, parts_.clock.Wall());
  }
}

void AccountReader::NewBatch(SteadyTime now) {
  outage_.NewBatch();
  login_.NewBatch(now);
  throttle_.NewBatch();
  store_.NewBatch();
}

void AccountReader::UpdateMembers() {
  for (const std::size_t i : members_.Update(parts_.clock.Wall())) Dismiss(i);
}

// A campaign that is served no more: what is under way for it is let go.
void AccountReader::Dismiss(std::size_t i) {
  if (targets_[i].phase == Target::Phase::kInFlight) {
    targets_[i].leaving = true;
    return;
  }
  if (targets_[i].phase != Target::Phase::kIdle) batch_.Withdraw(i);
  members_.Remove(i);
}

// `at` is what the attempt's age counts from.
void AccountReader::Open(std::size_t i, JobId job, SteadyTime at) {
  batch_.Open(i, job);
  targets_[i].opened_at = at;
}

void AccountReader::OpenDue(JobId job) {
  for (const std::size_t i : members_.served()) {
    if (targets_[i].phase == Target::Phase::kIdle) Recompute(i);
  }
  const SteadyTime now = parts_.clock.Steady();
  for (const std::size_t i : DueTargets(targets_, Rules(), now)) {
    Open(i, job, scrape_start_);
  }
}

bool AccountReader::OpenTrial(JobId job, std::size_t first) {
  const SteadyTime now = parts_.clock.Steady();
  const auto trial = TrialTarget(targets_, first, Rules(), now);
  if (trial) Open(*trial, job, now < scrape_deadline_ ? scrape_start_ : now);
  return trial.has_value();
}

// While the API is out, one request a scrape finds out whether it is back. The
// balance has its turn, too, but it is no judge.
void AccountReader::OpenOutageTrial(JobId job) {
  const SteadyTime now = parts_.clock.Steady();
  const Target& balance = targets_[kBalance];
  const auto judge = TrialTarget(targets_, FirstJudge(), Rules(), now);
  const bool balance_waits_longer =
      !judge || balance.last_attempt < targets_[*judge].last_attempt;
  outage_.Tried(now);
  if (balance.phase == Target::Phase::kIdle && balance_waits_longer &&
      IsDue(balance, Rules(), now)) {
    Open(kBalance, job, scrape_start_);
  } else if (judge) {
    Open(*judge, job, scrape_start_);
  }
}

}  // namespace bsg_exporter::collect
