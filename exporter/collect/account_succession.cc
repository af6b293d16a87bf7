#include <utility>

#include "exporter/collect/account_reader.h"

// What an account keeps when its configuration changes. Whoever reads it for
// the new one takes over what holds, and hears of what comes in later.
namespace bsg_exporter::collect {

// With another key it may be another account: it logs in, and what was denied
// to the old key or throttled counts for nothing.
std::shared_ptr<Standing> AccountReader::StandingAfter(
    const AccountReader* predecessor) const {
  if (predecessor != nullptr) {
    const Result<Secret> key = account_.read_key();
    const std::shared_ptr<Standing>& known = predecessor->standing_;
    if (key.ok() && known->login.IsOf(account_.base_url, *key)) {
      known->Adopt(setup_);
      return known;
    }
  }
  return std::make_shared<Standing>(Login::Parts{
      setup_, parts_.clock, parts_.logger, parts_.log_throttle, parts_.api});
}

// Another API knows other campaigns by the same ids, and in another zone the
// same document means other times.
bool AccountReader::HoldsFor(const AccountReader& successor) const {
  return account_.base_url == successor.account_.base_url &&
         account_.zone == successor.account_.zone;
}

void AccountReader::TakeOver(
    const std::shared_ptr<AccountReader>& predecessor) {
  if (members_.discovery() && predecessor->members_.discovery()) {
    members_.discovery()->TakeOver(*predecessor->members_.discovery());
  }
  UpdateMembers();
  for (std::size_t i = 0; i < predecessor->targets_.size(); ++i) {
    const Target& target = predecessor->targets_[i];
    if (target.visitor) members_.Admit(target.id, target.probed);
    if (SlotOf(target)) Inherit(*predecessor, i);
  }
  events_ = predecessor->events_;
  if (standing_ == predecessor->standing_) predecessor_ = predecessor;
}

void AccountReader::PassOnTo(std::shared_ptr<AccountReader> successor) {
  if (!successor->predecessor_.expired()) successor_ = std::move(successor);
}

// Its own slot of a predecessor's target, if it reads the same document.
std::optional<std::size_t> AccountReader::SlotOf(const Target& target) const {
  using Phase = Target::Phase;
  if (target.phase == Phase::kNever || target.leaving) return std::nullopt;
  if (target.endpoint != bsg::Endpoint::kBalance)
    return members_.Find(target.id);
  if (targets_[kBalance].phase == Phase::kNever) return std::nullopt;
  return kBalance;
}

// A new key owes the old one's attempts nothing, and its balance is another.
void AccountReader::Inherit(const AccountReader& predecessor,
                            std::size_t theirs) {
  const Target& target = predecessor.targets_[theirs];
  const std::size_t i = *SlotOf(target);
  const bool same_key = standing_ == predecessor.standing_;
  Target& mine = targets_[i];
  if (same_key) {
    mine.last_attempt = target.last_attempt;
    mine.failures = target.failures;
    mine.not_found = target.not_found;
  } else if (i == kBalance) {
    return;
  }
  mine.failure = target.failure;
  mine.received = target.received;
  mine.read_event = target.read_event;
  store_.Take(i, predecessor.store_, theirs);
  Recompute(i);
}

// The predecessor has had an answer.
void AccountReader::Hear(const AccountReader& predecessor, std::size_t theirs) {
  const Target& target = predecessor.targets_[theirs];
  const std::optional<std::size_t> i = SlotOf(target);
  if (!i || target.last_attempt <= targets_[*i].last_attempt) return;
  Inherit(predecessor, theirs);
  if (!target.failure) targets_[*i].read_event = ++events_;
  if (successor_) successor_->Hear(*this, *i);
}

// A predecessor reads no further; whoever waits may have time for the rest.
void AccountReader::GoOn() {
  if (rounds_.ScrapeWaits(parts_.clock.Steady())) ReadWhatIsDue(false);
  if (successor_) successor_->GoOn();
}

// What is on its way already is not asked for twice.
bool AccountReader::PredecessorReads(const Target& target) const {
  const auto predecessor = predecessor_.lock();
  if (!predecessor) return false;
  const std::optional<std::size_t> i = predecessor->SlotOf(target);
  if (!i) return false;
  return predecessor->targets_[*i].phase != Target::Phase::kIdle ||
         predecessor->PredecessorReads(target);
}

}  // namespace bsg_exporter::collect
