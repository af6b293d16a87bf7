#include "exporter/collect/account_reader.h"

#include <algorithm>
#include <utility>

#include "bsg_exporter/bsg/api.h"
#include "exporter/collect/plan.h"
#include "exporter/collect/retry.h"

// What is asked, and when. What becomes of the answers: account_answers.cc.
namespace bsg_exporter::collect {
namespace {

std::uint32_t SlotOf(std::size_t target) {
  return static_cast<std::uint32_t>(target) + 1;
}

}  // namespace

AccountReader::AccountReader(const AccountOptions& account,
                             const ReadOptions& read, std::uint32_t number,
                             Parts parts)
    : account_(account),
      read_(read),
      number_(number),
      parts_(parts),
      login_({account, read, parts.clock, parts.logger, parts.log_throttle,
              parts.api}),
      throttle_(BackOffOf(read)),
      store_(account, read, parts.logger),
      batch_(targets_) {
  targets_.resize(account.campaigns.size() + 1);
  targets_[kBalance].endpoint = bsg::Endpoint::kBalance;
  targets_[kBalance].refresh = read.balance.value_or(Duration::zero());
  if (!read.balance) targets_[kBalance].phase = Target::Phase::kNever;
  for (std::size_t i = 1; i < targets_.size(); ++i) {
    targets_[i].id = account.campaigns[i - 1].id;
    targets_[i].refresh = read.refresh.active;
  }
  store_.SetKeyType(login_.key_type());
}

RestRules AccountReader::Rules() const {
  return {read_.min_interval, read_.refresh.settled};
}

std::size_t AccountReader::RequestsOfAccount() const {
  return targets_.size() - (read_.balance ? 0 : 1);
}

// How many different requests must agree before the whole account is judged.
std::size_t AccountReader::Needed() const {
  return std::min<std::size_t>(3, RequestsOfAccount());
}

// --- plan --------------------------------------------------------------------

// While the API is out, one request a scrape finds out whether it is back. The
// balance has its turn, too, but it is no judge.
void AccountReader::OpenOutageProbe(ScrapeId scrape) {
  const SteadyTime now = parts_.clock.Steady();
  const Target& balance = targets_[kBalance];
  const auto judge = ProbeTarget(targets_, FirstJudge(), Rules(), now);
  const bool balance_waits_longer =
      !judge || balance.last_attempt < targets_[*judge].last_attempt;
  if (balance.phase == Target::Phase::kIdle && balance_waits_longer &&
      IsDue(balance, Rules(), now)) {
    batch_.Open(kBalance, scrape);
  } else if (judge) {
    batch_.Open(*judge, scrape);
  }
}

// Whether the API is out is for the campaigns to say, where there are any: an
// API that still knows the balance may know nothing else.
std::size_t AccountReader::FirstJudge() const {
  return targets_.size() > 1 ? 1 : kBalance;
}

bool AccountReader::HasRoom() const {
  return in_flight_ < read_.concurrency &&
         parts_.transport.InFlight() < parts_.transport.capacity();
}

void AccountReader::Plan(ScrapeId scrape, SteadyTime deadline, bool new_batch) {
  const SteadyTime now = parts_.clock.Steady();
  latest_scrape_ = scrape;
  scrape_start_ = now;
  deadline_ = deadline;
  if (new_batch) NewBatch(now);
  if (throttle_.Ended(now)) parts_.api.ThrottledUntil(std::nullopt);
  if (throttle_.HoldsBack(now)) return;
  if (!outage_) {
    OpenDue(scrape);
  } else if (batch_.is_over()) {  // else scrapes share the one request
    OpenOutageProbe(scrape);
  }
}

void AccountReader::NewBatch(SteadyTime now) {
  if (answered_ + troubled_ > 0) outage_ = answered_ == 0;
  answered_ = troubled_ = 0;
  login_.NewBatch(now);
  throttle_.NewBatch();
  store_.NewBatch();
}

void AccountReader::OpenDue(ScrapeId scrape) {
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].phase == Target::Phase::kIdle) Recompute(i);
  }
  const SteadyTime now = parts_.clock.Steady();
  for (const std::size_t i : DueTargets(targets_, Rules(), now)) {
    batch_.Open(i, scrape);
  }
}

bool AccountReader::OpenProbe(ScrapeId scrape, std::size_t first) {
  const auto probe =
      ProbeTarget(targets_, first, Rules(), parts_.clock.Steady());
  if (probe) batch_.Open(*probe, scrape);
  return probe.has_value();
}

// --- start -------------------------------------------------------------------

void AccountReader::StartRequests() {
  // What comes to wait after the pause began: retries, for example.
  if (throttle_.HoldsBack(parts_.clock.Steady())) AbandonQueue();
  batch_.ReleaseDelayed(parts_.clock.Steady());
  if (!batch_.has_queued() && batch_.suspended().empty()) return;
  if (StartLogin()) return;
  if (!login_.Usable()) {
    if (login_.IsHopeless()) FailEverythingQueued(*login_.failure());
    return;
  }
  while (batch_.has_queued() && HasRoom()) Send(*batch_.Next());
}

// True while everything else has to wait for the login.
bool AccountReader::StartLogin() {
  if (!login_.IsWanted()) return false;
  if (!HasRoom()) return !login_.Usable();
  std::optional<http::Request> request = login_.Take();
  store_.SetKeyType(login_.key_type());
  if (!request) return false;
  ++in_flight_;
  parts_.api.RequestStarted();
  parts_.transport.Start(std::uint64_t{number_} << 32 | kLoginSlot,
                         std::move(*request));
  return !login_.Usable();
}

void AccountReader::Send(std::size_t i) {
  Target& target = targets_[i];
  target.opened_at = scrape_start_;
  target.generation = login_.session().generation();
  ++target.tries;
  const Secret& bearer = login_.session().bearer();
  http::Request request =
      i == kBalance ? bsg::BalanceRequest(account_.base_url, bearer)
                    : bsg::DetailRequest(account_.base_url, target.id, bearer);
  request.timeout = read_.request_timeout;
  ++in_flight_;
  parts_.api.RequestStarted();
  parts_.transport.Start(std::uint64_t{number_} << 32 | SlotOf(i),
                         std::move(request));
}

// Without a token nothing can be asked. The campaigns share the login's
// failure, but have made no attempt of their own: they are due again at once.
void AccountReader::FailEverythingQueued(const Error& error) {
  ++troubled_;
  for (const auto& waiting :
       {batch_.TakeQueued(), batch_.TakeSuspended(), batch_.TakeDelayed()}) {
    for (const std::size_t i : waiting) {
      NoteFailure(i, error);
      batch_.Close(i);
    }
  }
  if (outage_) ShareFailure(error);
}

// What was not asked because of an outage, or waits for a login that failed,
// has its cause. It stands until an answer comes, whatever the deadline
// overtakes.
void AccountReader::ShareFailure(const Error& error) {
  const SteadyTime now = parts_.clock.Steady();
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    const Target& target = targets_[i];
    const bool idle = target.phase == Target::Phase::kIdle;
    const bool open = target.phase == Target::Phase::kQueued ||
                      target.phase == Target::Phase::kSuspended;
    const bool shares = idle && i >= FirstJudge() && !target.failure &&
                        IsDue(target, Rules(), now);
    if (open || shares) NoteFailure(i, error);
  }
}

void AccountReader::GiveUp() {
  deadline_ = SteadyTime::min();
  AbandonQueue();
}

void AccountReader::AbandonQueue() {
  for (const std::size_t i : batch_.TakeQueued()) batch_.Close(i);
  for (const std::size_t i : batch_.TakeSuspended()) {
    targets_[i].last_attempt = targets_[i].opened_at;
    batch_.Close(i);
  }
  for (const std::size_t i : batch_.TakeDelayed()) {
    CloseFailed(i, {*targets_[i].failure, "no time for another try"});
  }
}

std::size_t AccountReader::OpenFor(ScrapeId scrape) const {
  return batch_.OpenFor(scrape);
}

SteadyTime AccountReader::NextEvent() const {
  // Without room it is a completion that lets a login go on, not the time.
  const bool login_waits = batch_.has_queued() && HasRoom();
  return std::min(batch_.NextRelease(),
                  login_waits ? login_.NextTry() : SteadyTime::max());
}

// --- snapshot ----------------------------------------------------------------

Duration AccountReader::EffectiveRefresh(const Target& target) const {
  return std::max(target.refresh, read_.min_interval);
}

// Where a campaign stands depends on the time as well: what was finishing
// settles by and by.
void AccountReader::Recompute(std::size_t i) {
  if (i == kBalance) return;
  Target& target = targets_[i];
  target.refresh =
      bsg::RefreshInterval(store_.campaign(i - 1)->document.get(),
                           target.failure, read_.refresh, parts_.clock.Wall());
  store_.SetRefresh(i - 1, EffectiveRefresh(target));
}

void AccountReader::DropWhatIsTooOld(std::size_t i, SteadyTime now) {
  const Target& target = targets_[i];
  if (!target.received) return;
  const bool failed = (i == kBalance ? store_.account()->failure
                                     : store_.campaign(i - 1)->failure)
                          .has_value();
  if (!IsTooOld(*target.received, failed, EffectiveRefresh(target),
                read_.max_stale, now)) {
    return;
  }
  const Reason reason =
      throttle_.HoldsBack(now) ? Reason::kThrottled : Reason::kPending;
  if (i == kBalance) {
    store_.DropBalance(reason);
  } else {
    store_.DropDocument(i - 1, reason);
  }
}

void AccountReader::AppendTo(metrics::Snapshot& snapshot, SteadyTime start,
                             std::uint64_t since) {
  const SteadyTime now = parts_.clock.Steady();
  for (std::size_t i = 0; i < targets_.size(); ++i) DropWhatIsTooOld(i, now);
  metrics::OutcomeCounts outcomes;
  for (std::size_t i = 0; i < store_.size(); ++i) {
    const auto& campaign = store_.campaign(i);
    ++outcomes[OutcomeOf(targets_[i + 1], *campaign, Rules(), start, since)];
    snapshot.campaigns.push_back(campaign);
  }
  snapshot.accounts.push_back(store_.account());
  snapshot.outcomes.push_back(outcomes);
}

}  // namespace bsg_exporter::collect
