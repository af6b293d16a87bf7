#include "exporter/collect/account_reader.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/bsg/retry_after.h"
#include "exporter/collect/retry.h"

namespace bsg_exporter::collect {
namespace {

constexpr std::uint32_t kLoginSlot = 0;
constexpr std::int64_t kLoginRequest = -1;  // no campaign's id

std::uint32_t SlotOf(std::size_t target) {
  return static_cast<std::uint32_t>(target) + 1;
}

// Failures that say that the API, or the way to it, is in trouble, as against
// those about a single document.
bool IsTrouble(Reason reason) {
  switch (reason) {
    case Reason::kNotFound:
    case Reason::kForbidden:
    case Reason::kClientError:
    case Reason::kInvalidDocument:
    case Reason::kTooLarge:
    case Reason::kInternal:
      return false;
    default:
      return true;
  }
}

// An answer that only a signed request gets: the token is good.
bool ProvesToken(int status) {
  return status / 100 == 2 || status == 404 || status == 422;
}

Throttle::BackOff ThrottleBackOff(const ReadOptions& read) {
  const Duration first =
      std::max<Duration>(read.min_interval, std::chrono::seconds(1));
  return {.first = first, .most = std::max(first, read.refresh.settled)};
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
      throttle_(ThrottleBackOff(read)),
      store_(account, read, parts.logger) {
  targets_.resize(account.campaigns.size() + 1);
  targets_[kBalance].endpoint = bsg::Endpoint::kBalance;
  targets_[kBalance].refresh = read.balance.value_or(Duration::zero());
  for (std::size_t i = 1; i < targets_.size(); ++i) {
    targets_[i].id = account.campaigns[i - 1].id;
    targets_[i].refresh = read.refresh.active;
  }
  store_.SetKeyType(login_.key_type());
}

RestRules AccountReader::Rules() const {
  return {read_.min_interval, read_.refresh.settled};
}

bool AccountReader::Exists(std::size_t i) const {
  return i != kBalance || read_.balance.has_value();
}

std::size_t AccountReader::RequestsOfAccount() const {
  return targets_.size() - (read_.balance ? 0 : 1);
}

// How many different requests must agree before the whole account is judged.
std::size_t AccountReader::Needed() const {
  return std::min<std::size_t>(3, RequestsOfAccount());
}

// --- plan --------------------------------------------------------------------

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
  } else if (open_.empty()) {  // else scrapes share the one request
    OpenProbe(scrape);
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
  const SteadyTime now = parts_.clock.Steady();
  const RestRules rules = Rules();
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (!Exists(i) || targets_[i].phase != Target::Phase::kIdle) continue;
    Recompute(i);
    if (IsDue(targets_[i], rules, now)) due.push_back(i);
  }
  std::sort(due.begin(), due.end(), [&](std::size_t a, std::size_t b) {
    return HasPrecedence(targets_[a], targets_[b], rules, now);
  });
  for (const std::size_t i : due) Open(i, scrape);
}

// While the API is out, one request a scrape finds out whether it is back:
// another one each time, so that none is the judge of all.
void AccountReader::OpenProbe(ScrapeId scrape) {
  const SteadyTime now = parts_.clock.Steady();
  std::optional<std::size_t> probe;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    const Target& target = targets_[i];
    if (!Exists(i) || target.phase != Target::Phase::kIdle) continue;
    if (target.last_attempt &&
        now - *target.last_attempt < read_.min_interval) {
      continue;
    }
    if (!probe || target.last_attempt < targets_[*probe].last_attempt) {
      probe = i;
    }
  }
  if (probe) Open(*probe, scrape);
}

void AccountReader::Open(std::size_t i, ScrapeId scrape) {
  Target& target = targets_[i];
  target.phase = Target::Phase::kQueued;
  target.opened_by = scrape;
  target.tries = 0;
  target.failed = false;
  target.retried_login = false;
  ++open_[scrape];
  queue_.push_back(i);
}

// --- start -------------------------------------------------------------------

void AccountReader::StartRequests() {
  // What comes to wait after the pause began: retries, for example.
  if (throttle_.HoldsBack(parts_.clock.Steady())) AbandonQueue();
  ReleaseRetries();
  if (queue_.empty() && suspended_.empty()) return;
  if (StartLogin()) return;
  if (!login_.Usable()) {
    if (login_.IsHopeless()) FailEverythingQueued(*login_.failure());
    return;
  }
  while (!queue_.empty() && HasRoom()) {
    const std::size_t i = queue_.front();
    queue_.pop_front();
    Send(i);
  }
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
  target.phase = Target::Phase::kInFlight;
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

void AccountReader::ReleaseRetries() {
  const SteadyTime now = parts_.clock.Steady();
  std::erase_if(retries_, [&](std::size_t i) {
    if (targets_[i].not_before > now) return false;
    queue_.push_back(i);
    return true;
  });
}

// Without a token nothing can be asked. The campaigns share the login's
// failure, but have made no attempt of their own: they are due again at once.
void AccountReader::FailEverythingQueued(const Error& error) {
  ++troubled_;
  for (auto* waiting : {&suspended_, &retries_}) {
    queue_.insert(queue_.end(), waiting->begin(), waiting->end());
    waiting->clear();
  }
  for (const std::size_t i : std::exchange(queue_, {})) {
    NoteFailure(i, error);
    Close(i);
  }
  if (outage_) ShareFailure(error);
}

// What was not asked because of an outage, or waits for a login that failed,
// has its cause. It stands until an answer comes, whatever the deadline
// overtakes.
void AccountReader::ShareFailure(const Error& error) {
  const SteadyTime now = parts_.clock.Steady();
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    Target& target = targets_[i];
    const bool open = target.phase != Target::Phase::kIdle;
    if (!Exists(i) || target.phase == Target::Phase::kInFlight) continue;
    if (open || (!target.failure && IsDue(target, Rules(), now))) {
      target.failed = open;
      NoteFailure(i, error);
    }
  }
}

// --- complete ----------------------------------------------------------------

void AccountReader::Complete(std::uint32_t slot, http::Completion completion) {
  --in_flight_;
  if (slot == kLoginSlot) {
    CompleteLogin(std::move(completion));
    return;
  }
  const std::size_t i = slot - 1;
  const Target& target = targets_[i];
  const int status =
      completion.result.ok() ? completion.result.value().status : 0;
  std::optional<std::string> retry_after;
  if (completion.result.ok()) retry_after = completion.result->retry_after;

  const Status read = [&]() -> Status {
    if (!completion.result.ok()) return completion.result.error();
    Result<std::string> body =
        bsg::BodyOf(std::move(completion.result).value());
    if (!body.ok()) return body.error();
    return Digest(i, *body);
  }();
  parts_.api.RequestDone(
      target.endpoint, status,
      read.ok() ? std::nullopt : std::optional(read.error().reason),
      completion.duration);
  parts_.logger.Debug(
      "request done",
      {{"account", account_.name},
       {"endpoint", ToString(target.endpoint)},
       {"id", target.id},
       {"code", status},
       {"result", read.ok() ? "ok" : ToString(read.error().reason)},
       {"duration_s", ToSeconds(completion.duration)}});

  if (ProvesToken(status)) login_.session().Accepted(target.generation);
  if (read.ok()) {
    Succeed(i);
  } else if (status == 401) {
    OnUnauthorized(i, read.error());
  } else if (OnThrottled(target.id, status, retry_after, Needed())) {
    Fail(i, {Reason::kThrottled, read.error().message});
  } else {
    Fail(i, read.error());
  }
  ResolveSuspicion();
}

void AccountReader::CompleteLogin(http::Completion completion) {
  const int status =
      completion.result.ok() ? completion.result.value().status : 0;
  std::optional<std::string> retry_after;
  if (completion.result.ok()) retry_after = completion.result->retry_after;
  if (login_.Complete(std::move(completion), deadline_)) {
    ReleaseSuspended();
    return;
  }
  ++troubled_;
  // A login stands for all of the account's requests: its 429 alone counts.
  const std::size_t needed = status == 429 ? 1 : Needed();
  if (OnThrottled(kLoginRequest, status, retry_after, needed)) return;
  if (!login_.Usable()) ShareFailure(*login_.failure());
}

// Decodes an answer and keeps it. Whatever goes wrong in here is this one
// document's failure.
Status AccountReader::Digest(std::size_t i, const std::string& body) try {
  const WallTime now = parts_.clock.Wall();
  if (i == kBalance) {
    Result<bsg::Decoded<bsg::Balance>> decoded = bsg::DecodeBalance(body);
    if (!decoded.ok()) return decoded.error();
    parts_.unexpected.Note(account_.name, "", decoded->unexpected);
    store_.BalanceRead(std::move(decoded->value), now);
    return {};
  }
  Target& target = targets_[i];
  Result<bsg::Decoded<bsg::Campaign>> decoded =
      bsg::DecodeCampaign(body, account_.zone, target.id);
  if (!decoded.ok()) return decoded.error();
  parts_.unexpected.Note(account_.name, std::to_string(target.id),
                         decoded->unexpected);
  target.refresh =
      bsg::RefreshInterval(&decoded->value, {}, read_.refresh, now);
  store_.CampaignRead(i - 1, std::move(decoded->value), now,
                      EffectiveRefresh(target));
  return {};
} catch (const std::exception& exception) {
  return Error{Reason::kInternal, exception.what()};
}

void AccountReader::OnUnauthorized(std::size_t i, const Error& error) {
  using Verdict = bsg::Session::Verdict;
  Target& target = targets_[i];
  // It has had its new token: which of the two is to blame, the others tell.
  if (std::exchange(target.retried_login, true)) {
    Fail(i, error);
    return;
  }
  const Verdict verdict =
      login_.Rejected(target.id, target.generation, Needed());
  if (verdict == Verdict::kUndecided) {
    target.phase = Target::Phase::kSuspended;
    suspended_.push_back(i);
    return;
  }
  if (verdict == Verdict::kDistrusted) ReleaseSuspended();
  Requeue(i);
}

// The token that they were signed with is gone.
void AccountReader::ReleaseSuspended() {
  for (const std::size_t i : std::exchange(suspended_, {})) Requeue(i);
}

void AccountReader::Requeue(std::size_t i) {
  targets_[i].phase = Target::Phase::kQueued;
  queue_.push_back(i);
}

// The answers of the account's other requests tell whether the token is to
// blame. Where none is under way, one is sent to find out.
void AccountReader::ResolveSuspicion() {
  if (suspended_.empty()) return;
  const bool cleared = login_.session().rejections() == 0;
  const bool more_to_come = OpenFor(latest_scrape_) > suspended_.size();
  const ScrapeId scrape = targets_[suspended_.front()].opened_by;
  if (!cleared && (more_to_come || CallWitness(scrape))) return;
  for (const std::size_t i : std::exchange(suspended_, {})) {
    Fail(i, {Reason::kUnauthorized, "the API answered 401"});
  }
}

bool AccountReader::CallWitness(ScrapeId scrape) {
  if (parts_.clock.Steady() >= deadline_) return false;
  const std::size_t queued = queue_.size();
  OpenProbe(scrape);
  return queue_.size() > queued;
}

// True if the answer counts as throttled, not as an error of the server's.
bool AccountReader::OnThrottled(std::int64_t request, int status,
                                const std::optional<std::string>& retry_after,
                                std::size_t needed) {
  if (status != 429 && status != 503) return false;
  const auto wait =
      bsg::ParseRetryAfter(retry_after.value_or(""), parts_.clock.Wall());
  // During an outage the one request that is sent speaks for all.
  if (!throttle_.Throttled(request, wait, outage_ ? 1 : needed,
                           parts_.clock.Steady())) {
    return status == 429;
  }
  Pause(status);
  return true;
}

void AccountReader::Pause(int status) {
  const Duration wait = *throttle_.until() - parts_.clock.Steady();
  parts_.api.ThrottledUntil(
      parts_.clock.Wall() +
      std::chrono::duration_cast<std::chrono::microseconds>(wait));
  parts_.logger.Warn("the API asks for fewer requests: the account pauses",
                     {{"account", account_.name},
                      {"code", status},
                      {"seconds", ToSeconds(wait)}});
  AbandonQueue();
}

void AccountReader::Succeed(std::size_t i) {
  Target& target = targets_[i];
  const SteadyTime now = parts_.clock.Steady();
  target.last_attempt = target.opened_at;
  target.failure.reset();
  target.failures = target.not_found = 0;
  target.received = now;
  target.read_event = ++events_;
  ++answered_;
  throttle_.Accepted();
  Close(i);
  if (std::exchange(outage_, false)) EndOutage(target.opened_by);
}

// What failed because of the outage owes it no back-off, and need not wait for
// the next scrape. What had failed before does: whoever fails alone while the
// others rest looks like an outage, too.
void AccountReader::EndOutage(ScrapeId scrape) {
  for (Target& target : targets_) {
    const bool trouble = target.failure && IsTrouble(*target.failure);
    if (trouble && target.failures == 1) target.failures = 0;
  }
  if (parts_.clock.Steady() < deadline_) OpenDue(scrape);
}

void AccountReader::Fail(std::size_t i, const Error& error) {
  Target& target = targets_[i];
  target.last_attempt = target.opened_at;
  target.failed = true;
  target.failure = error.reason;
  ++(IsTrouble(error.reason) ? troubled_ : answered_);
  if (!MayRetry(target, error)) {
    CloseFailed(i, error);
    return;
  }
  const Duration delay = RetryDelay(target.tries);
  NoteFailure(i, error);
  target.phase = Target::Phase::kQueued;
  target.not_before = parts_.clock.Steady() + delay;
  retries_.push_back(i);
  parts_.api.Retried();
}

bool AccountReader::MayRetry(const Target& target, const Error& error) const {
  constexpr std::size_t kEnoughTrouble = 10;
  if (!IsWorthRetrying(error.reason) || target.tries > read_.retries) {
    return false;
  }
  if (outage_ || (answered_ == 0 && troubled_ >= kEnoughTrouble)) return false;
  // Whether there is time for it must not hang on chance.
  return parts_.clock.Steady() + LongestRetryDelay(target.tries) < deadline_;
}

void AccountReader::CloseFailed(std::size_t i, const Error& error) {
  Target& target = targets_[i];
  // An outage sets the pace itself: it is one failure, however long it lasts.
  if (!outage_ || !IsTrouble(error.reason)) ++target.failures;
  target.not_found =
      error.reason == Reason::kNotFound ? target.not_found + 1 : 0;
  Recompute(i);
  NoteFailure(i, error);
  Close(i);
  if (i != kBalance && target.not_found >= 3) {
    store_.DropDocument(i - 1, Reason::kNotFound);
  }
  if (outage_ && IsTrouble(error.reason)) ShareFailure(error);
}

void AccountReader::NoteFailure(std::size_t i, const Error& error) {
  if (i == kBalance) {
    store_.BalanceFailed(error);
  } else {
    store_.CampaignFailed(i - 1, error, EffectiveRefresh(targets_[i]));
  }
}

void AccountReader::Close(std::size_t i) {
  Target& target = targets_[i];
  target.phase = Target::Phase::kIdle;
  const auto open = open_.find(target.opened_by);
  if (--open->second == 0) open_.erase(open);
}

void AccountReader::GiveUp() {
  deadline_ = SteadyTime::min();
  AbandonQueue();
}

void AccountReader::AbandonQueue() {
  for (const std::size_t i : std::exchange(queue_, {})) Close(i);
  for (const std::size_t i : std::exchange(suspended_, {})) {
    targets_[i].last_attempt = targets_[i].opened_at;
    Close(i);
  }
  for (const std::size_t i : std::exchange(retries_, {})) {
    CloseFailed(i, {*targets_[i].failure, "no time for another try"});
  }
}

std::size_t AccountReader::OpenFor(ScrapeId scrape) const {
  std::size_t open = 0;
  for (const auto& [opened_by, count] : open_) {
    if (opened_by <= scrape) open += count;
  }
  return open;
}

SteadyTime AccountReader::NextEvent() const {
  // Without room it is a completion that lets a login go on, not the time.
  SteadyTime next =
      queue_.empty() || !HasRoom() ? SteadyTime::max() : login_.NextTry();
  for (const std::size_t i : retries_) {
    next = std::min(next, targets_[i].not_before);
  }
  return next;
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
  const std::optional<Reason> failure = i == kBalance
                                            ? store_.account()->failure
                                            : store_.campaign(i - 1)->failure;
  // Data whose turn does not come is no failure; but it does not last for ever
  // either.
  const Duration grace =
      failure ? read_.max_stale
              : std::max<Duration>(read_.max_stale, std::chrono::hours(1));
  const bool at_once = failure && read_.max_stale == Duration::zero();
  if (!at_once && now - *target.received <= EffectiveRefresh(target) + grace) {
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

metrics::Outcome AccountReader::OutcomeOf(std::size_t i, SteadyTime start,
                                          std::uint64_t since) const {
  using metrics::Outcome;
  const Target& target = targets_[i];
  const bsg::CampaignState& state = *store_.campaign(i - 1);
  const bool open = target.phase != Target::Phase::kIdle;
  if ((open && !target.failed) || state.failure == Reason::kPending) {
    return Outcome::kDeferred;
  }
  if (state.failure) {
    return state.document ? Outcome::kStale : Outcome::kFailed;
  }
  if (target.read_event > since) return Outcome::kRead;
  return IsDue(target, Rules(), start) ? Outcome::kDeferred : Outcome::kCached;
}

void AccountReader::AppendTo(metrics::Snapshot& snapshot, SteadyTime start,
                             std::uint64_t since) {
  const SteadyTime now = parts_.clock.Steady();
  metrics::OutcomeCounts outcomes;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (!Exists(i)) continue;
    DropWhatIsTooOld(i, now);
    if (i != kBalance) ++outcomes[OutcomeOf(i, start, since)];
  }
  for (std::size_t i = 0; i < store_.size(); ++i) {
    snapshot.campaigns.push_back(store_.campaign(i));
  }
  snapshot.accounts.push_back(store_.account());
  snapshot.outcomes.push_back(outcomes);
}

}  // namespace bsg_exporter::collect
