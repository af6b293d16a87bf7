#include <algorithm>

#include "exporter/collect/account_reader.h"
#include "exporter/collect/plan.h"
#include "exporter/collect/retry.h"

// What an account is to read, for scrapes, probes and surveys.
namespace bsg_exporter::collect {

void AccountReader::BeginScrape(const Round& round) {
  const SteadyTime now = parts_.clock.Steady();
  Prepare(rounds_.BeginScrape(round, now));
  if (throttle_.HoldsBack(now)) return;
  if (!outage_.is_on()) {
    OpenDue(round.id);
  } else if (!IsUnderWay()) {  // else scrapes share the one request
    OpenOutageTrial(round.id);
  }
}

void AccountReader::BeginSurvey(const Round& round) {
  Prepare(rounds_.BeginSurvey(round, parts_.clock.Steady()));
}

bool AccountReader::BeginProbe(JobId job, bsg::CampaignId id) {
  const auto i = members_.Admit(id, parts_.clock.Steady());
  if (i) OpenProbed(job, *i);
  return i.has_value();
}

void AccountReader::OpenProbed(JobId job, std::size_t i) {
  const SteadyTime now = parts_.clock.Steady();
  if (throttle_.HoldsBack(now)) return;
  if (targets_[i].phase != Target::Phase::kIdle) return;
  Recompute(i);
  if (!IsDue(targets_[i], Rules(), now)) return;
  if (PredecessorReads(targets_[i])) return;
  if (outage_.is_on()) return OpenProbesTrial(job, i);
  // No scrape waits for a visitor.
  Open(i, targets_[i].visitor ? Batch::kNobody : job, now);
}

// While the API is out, probes share one trial an interval. It is of whoever
// tells most, not of the campaign that happens to be asked for then: a bad one
// that is asked for often would be the judge every time.
void AccountReader::OpenProbesTrial(JobId job, std::size_t asked) {
  const SteadyTime now = parts_.clock.Steady();
  if (outage_.WasTriedWithin(BackOffOf(read_).first, now)) return;
  if (IsUnderWay()) return;
  const std::size_t trial =
      TrialTarget(targets_, FirstJudge(), Rules(), now).value_or(asked);
  Open(trial, targets_[trial].visitor ? Batch::kNobody : job, now);
  outage_.Tried(now);
}

// Whatever the job is for: what time has brought since the last one.
void AccountReader::Prepare(bool new_batch) {
  const SteadyTime now = parts_.clock.Steady();
  if (new_batch) NewBatch(now);
  if (throttle_.Ended(now)) parts_.api->ThrottledUntil(std::nullopt);
  UpdateMembers();
  Discovery* const discovery = members_.discovery();
  if (discovery == nullptr || !discovery->IsDue(now)) return;
  // During an outage it takes the place of a trial: what it finds may be well.
  const bool may_ask = !outage_.is_on() || !IsUnderWay();
  if (may_ask && !throttle_.HoldsBack(now)) {
    discovery->Begin(now, parts_.clock.Wall());
  }
}

void AccountReader::NewBatch(SteadyTime now) {
  outage_.NewBatch(std::clamp<std::size_t>(members_.served().size(), 1, 3));
  login_.NewBatch(now);
  throttle_.NewBatch();
  store_.NewBatch();
}

// For a campaign that is served no more, nothing is asked any more; a request
// under way is let go.
void AccountReader::UpdateMembers() {
  const std::vector<std::size_t> gone = members_.Update(parts_.clock.Wall());
  if (gone.empty()) return;
  for (const std::size_t i : gone) targets_[i].leaving = true;
  batch_.CloseLeaving();
  for (const std::size_t i : gone) {
    if (targets_[i].phase == Target::Phase::kIdle) members_.Remove(i);
  }
  ResolveSuspicion();  // some of the others may have waited for those
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
    if (!PredecessorReads(targets_[i])) Open(i, job, rounds_.scrape_start());
  }
}

bool AccountReader::OpenTrial(JobId job, std::size_t first) {
  const SteadyTime now = parts_.clock.Steady();
  const auto trial = TrialTarget(targets_, first, Rules(), now);
  const SteadyTime at = rounds_.ScrapeWaits(now) ? rounds_.scrape_start() : now;
  if (trial) Open(*trial, job, at);
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
  if (balance.phase == Target::Phase::kIdle && balance_waits_longer &&
      IsDue(balance, Rules(), now)) {
    Open(kBalance, job, rounds_.scrape_start());
    outage_.Tried(now);
  } else if (judge) {
    Open(*judge, job, rounds_.scrape_start());
    outage_.Tried(now);
  }
}

}  // namespace bsg_exporter::collect
