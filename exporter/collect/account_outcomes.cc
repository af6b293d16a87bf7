#include "exporter/collect/account_reader.h"
#include "exporter/collect/plan.h"
#include "exporter/collect/retry.h"

// What an attempt's end means for its document, and for whether the API is out.
namespace bsg_exporter::collect {

void AccountReader::Succeed(std::size_t i) {
  Target& target = targets_[i];
  const SteadyTime now = parts_.clock.Steady();
  target.last_attempt = target.opened_at;
  target.failure.reset();
  target.failures = target.not_found = 0;
  target.received = now;
  target.read_event = ++events_;
  throttle_.Accepted();
  batch_.Close(i);
  if (i < FirstJudge()) {
    if (outage_.is_on() && rounds_.ScrapeWaits(now)) {
      OpenTrial(kForAll, FirstJudge());
    }
    return;
  }
  if (outage_.Answered()) EndOutage();
}

// What failed because of the outage owes it no back-off, and need not wait for
// the next scrape. What had failed before does.
void AccountReader::EndOutage() {
  for (Target& target : targets_) {
    const bool trouble = target.failure && IsTrouble(*target.failure);
    if (trouble && target.failures == 1) target.failures = 0;
  }
  if (rounds_.ScrapeWaits(parts_.clock.Steady())) OpenDue(kForAll);
}

void AccountReader::Fail(std::size_t i, const Error& error) {
  Target& target = targets_[i];
  target.last_attempt = target.opened_at;
  target.failure = error.reason;
  if (!IsTrouble(error.reason)) {
    if (i >= FirstJudge() && outage_.Answered()) EndOutage();
  } else if (IsJudge(i)) {
    outage_.Troubled(target.id);
  }
  if (!MayRetry(target, error)) {
    CloseFailed(i, error);
    return;
  }
  NoteFailure(i, error);
  batch_.Delay(
      i, parts_.clock.Steady() + standing_->retry_delay.After(target.tries));
}

bool AccountReader::MayRetry(const Target& target, const Error& error) const {
  if (!IsWorthRetrying(error.reason) || target.tries > read_.retries) {
    return false;
  }
  if (outage_.IsLikely()) return false;
  // Whether there is time for it must not hang on chance.
  return parts_.clock.Steady() + LongestRetryDelay(target.tries) <
         rounds_.deadline();
}

void AccountReader::CloseFailed(std::size_t i, const Error& error) {
  Target& target = targets_[i];
  // An outage sets the pace itself: it is one failure, however long it lasts.
  if (!outage_.is_on() || !IsTrouble(error.reason)) ++target.failures;
  target.not_found =
      error.reason == Reason::kNotFound ? target.not_found + 1 : 0;
  Recompute(i);
  NoteFailure(i, error);
  batch_.Close(i);
  if (i != kBalance && target.not_found >= 3) {
    store_.Drop(i, Reason::kNotFound);
  }
  if (outage_.is_on() && IsTrouble(error.reason) && IsJudge(i)) {
    ShareFailure(error);
  }
}

void AccountReader::NoteFailure(std::size_t i, const Error& error) {
  store_.Failed(i, error, EffectiveRefresh(targets_[i]));
}

}  // namespace bsg_exporter::collect
