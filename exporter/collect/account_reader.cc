#include "exporter/collect/account_reader.h"

#include <algorithm>
#include <utility>

#include "bsg_exporter/bsg/api.h"
#include "exporter/collect/plan.h"
#include "exporter/collect/retry.h"

// How requests are started. What they are to be: account_plan.cc. What becomes
// of the answers: account_answers.cc, account_outcomes.cc, account_listing.cc.
// What there is to show: account_snapshot.cc. What a reload leaves of it all:
// account_succession.cc.
namespace bsg_exporter::collect {

AccountReader::AccountReader(std::shared_ptr<const Setup> setup,
                             std::uint32_t number, Parts parts,
                             const std::shared_ptr<AccountReader>& predecessor)
    : setup_(std::move(setup)),
      account_(setup_->account),
      read_(setup_->read),
      number_(number),
      parts_(std::move(parts)),
      standing_(StandingAfter(predecessor.get())),
      login_(standing_->login),
      throttle_(standing_->throttle),
      pace_(standing_->pace),
      outage_(standing_->outage),
      store_(account_.name, ReadsBalance(account_, read_),
             std::max(read_.refresh.active, read_.min_interval), parts_.logger),
      targets_(1),
      members_(account_, read_, targets_, store_),
      batch_(targets_, std::max<std::size_t>(read_.concurrency / 2, 1)),
      rounds_(BackOffOf(read_).first) {
  Target& balance = targets_[kBalance];
  balance.endpoint = bsg::Endpoint::kBalance;
  balance.refresh = read_.balance.value_or(Duration::zero());
  if (!ReadsBalance(account_, read_)) balance.phase = Target::Phase::kNever;
  if (predecessor && predecessor->HoldsFor(*this)) {
    TakeOver(predecessor);
  } else {
    UpdateMembers();
  }
  store_.SetKeyType(login_.key_type());
}

// Of the instances that share an account, one reads its balance.
bool AccountReader::ReadsBalance(const AccountOptions& account,
                                 const ReadOptions& read) {
  return read.balance && read.shard.OwnsAccount(account.name);
}

RestRules AccountReader::Rules() const {
  return {read_.min_interval, read_.refresh.settled};
}

// How many different requests must agree before the whole account is judged.
// The list is none of them: it cannot be asked at will.
std::size_t AccountReader::Needed() const {
  const bool balance = targets_[kBalance].phase != Target::Phase::kNever;
  const std::size_t requests =
      members_.served().size() + members_.visitors() + (balance ? 1 : 0);
  return std::clamp<std::size_t>(requests, 1, 3);
}

// Whether the API is out is for the campaigns to say, where there are any: an
// API that still knows the balance may know nothing else.
std::size_t AccountReader::FirstJudge() const {
  return members_.served().empty() ? kBalance : kBalance + 1;
}

// Visitors are for whoever probes them to judge.
bool AccountReader::IsJudge(std::size_t i) const {
  return members_.served().empty() ||
         (i >= FirstJudge() && !targets_[i].visitor);
}

bool AccountReader::HasFreeRequest() const {
  return standing_->in_flight < read_.concurrency &&
         parts_.transport.InFlight() < parts_.transport.capacity();
}

bool AccountReader::HasRoom() const {
  return HasFreeRequest() && pace_.Allows();
}

bool AccountReader::HasNext() const {
  const Discovery* const discovery = members_.discovery();
  const bool lists = discovery != nullptr && discovery->HasNext() && !retired_;
  return batch_.HasNext() || lists;
}

void AccountReader::StartRequests() {
  // What comes to wait after the pause began: retries, for example.
  if (throttle_.HoldsBack(parts_.clock.Steady())) {
    AbortListing({Reason::kThrottled, "the account pauses"});
    return AbandonQueue();
  }
  batch_.ReleaseDelayed(parts_.clock.Steady());
  if (!HasNext() && batch_.suspended().empty()) return;
  if (StartLogin()) return;
  if (!login_.Usable()) {
    if (login_.IsHopeless()) FailEverythingQueued(*login_.failure());
    return;
  }
  StartListing();
  while (batch_.HasNext() && HasRoom()) Send(*batch_.Next());
}

// True while everything else has to wait for the login.
bool AccountReader::StartLogin() {
  if (!login_.IsWanted()) return false;
  if (!HasRoom()) return !login_.Usable();
  std::optional<http::Request> request = login_.Take();
  store_.SetKeyType(login_.key_type());
  if (!request) return false;
  Start(kLoginSlot, std::move(*request));
  return !login_.Usable();
}

void AccountReader::Start(std::uint32_t slot, http::Request request) {
  request.timeout = read_.request_timeout;
  request.settings = read_.http;
  ++in_flight_;
  ++standing_->in_flight;
  pace_.Started();
  parts_.api->RequestStarted();
  parts_.transport.Start(std::uint64_t{number_} << 32 | slot,
                         std::move(request));
}

void AccountReader::Send(std::size_t i) {
  Target& target = targets_[i];
  target.opened_at = std::max(target.opened_at, rounds_.scrape_start());
  target.generation = login_.generation();
  if (target.tries++ > 0) parts_.api->Retried();
  const Secret& bearer = login_.bearer();
  Start(kFirstSlot + static_cast<std::uint32_t>(i),
        i == kBalance
            ? bsg::BalanceRequest(account_.base_url, bearer)
            : bsg::DetailRequest(account_.base_url, target.id, bearer));
}

// Without a token nothing can be asked. The campaigns share the login's
// failure, but have made no attempt of their own: they are due again at once.
void AccountReader::FailEverythingQueued(const Error& error) {
  outage_.LoginTroubled();
  for (const auto& waiting :
       {batch_.TakeQueued(), batch_.TakeSuspended(), batch_.TakeDelayed()}) {
    for (const std::size_t i : waiting) {
      NoteFailure(i, error);
      batch_.Close(i);
    }
  }
  AbortListing(error);
  if (outage_.is_on()) ShareFailure(error);
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
  rounds_.GiveUp();
  AbandonQueue();
}

void AccountReader::Retire() {
  GiveUp();
  if (!std::exchange(retired_, true) && successor_) successor_->GoOn();
}

void AccountReader::AbandonQueue() {
  for (const std::size_t i : batch_.TakeQueued()) batch_.Close(i);
  // What is to blame has not been found out; it was answered, all the same.
  for (const std::size_t i : batch_.TakeSuspended()) {
    Fail(i, {Reason::kUnauthorized, "the API answered 401"});
  }
  for (const std::size_t i : batch_.TakeDelayed()) {
    CloseFailed(i, {*targets_[i].failure, "no time for another try"});
  }
}

bool AccountReader::IsReading(JobId job) const {
  if (batch_.OpenFor(job) > 0) return true;
  const auto predecessor = predecessor_.lock();
  return predecessor && predecessor->IsReading(job);
}

bool AccountReader::IsReading(JobId job, bsg::CampaignId id) const {
  const std::optional<std::size_t> i = members_.Find(id);
  if (!i) return false;
  const Target& target = targets_[*i];
  if (target.phase == Target::Phase::kIdle) return PredecessorReads(target);
  return target.opened_by <= job || target.visitor;
}

SteadyTime AccountReader::NextEvent() const {
  const SteadyTime next = batch_.NextRelease();
  const SteadyTime now = parts_.clock.Steady();
  // Without a free request it is a completion that lets the others go on, not
  // the time.
  if (!HasNext() || !HasFreeRequest() || throttle_.HoldsBack(now)) return next;
  if (!pace_.Allows()) return std::min(next, pace_.next());
  if (login_.Usable() || login_.IsWanted()) return now;
  return std::min(next, login_.NextTry());
}

}  // namespace bsg_exporter::collect
