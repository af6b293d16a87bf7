#include <exception>
#include <string>
#include <utility>

#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/bsg/retry_after.h"
#include "exporter/collect/account_reader.h"
#include "exporter/collect/answer.h"

// What becomes of the answers to an account's requests.
namespace bsg_exporter::collect {
namespace {

constexpr std::int64_t kLoginRequest = -1;  // no campaign's id

}  // namespace

void AccountReader::Complete(std::uint32_t slot, http::Completion completion) {
  --in_flight_;
  --standing_->in_flight;
  if (slot == kLoginSlot) return CompleteLogin(std::move(completion));
  if (slot == kListSlot) return CompleteListing(std::move(completion));
  const std::size_t i = slot - kFirstSlot;
  Target& target = targets_[i];
  const Duration duration = completion.duration;
  target.took = duration;
  const Answer answer = TakeApart(std::move(completion));
  const Status read =
      answer.body.ok() ? Digest(i, *answer.body) : Status(answer.body.error());
  Report(target.endpoint, target.id, answer.status, read, duration);
  if (ProvesToken(answer.status)) login_.Accepted(target.generation);
  if (target.leaving) {
    batch_.Close(i);
    members_.Remove(i);
  } else {
    Judge(i, answer, read);
    if (successor_) successor_->Hear(*this, i);
  }
  ResolveSuspicion();
}

void AccountReader::Report(bsg::Endpoint endpoint, bsg::CampaignId id,
                           int status, const Status& read, Duration duration) {
  parts_.api->RequestDone(
      endpoint, status,
      read.ok() ? std::nullopt : std::optional(read.error().reason), duration);
  parts_.logger.Debug(
      "request done",
      {{"account", account_.name},
       {"endpoint", ToString(endpoint)},
       {"id", id},
       {"code", status},
       {"result", read.ok() ? "ok" : ToString(read.error().reason)},
       {"duration_s", ToSeconds(duration)}});
}

void AccountReader::Judge(std::size_t i, const Answer& answer,
                          const Status& read) {
  if (read.ok()) {
    Succeed(i);
  } else if (answer.status == 401) {
    OnUnauthorized(i, read.error());
  } else if (OnThrottled(targets_[i].id, answer, Needed())) {
    Fail(i, {Reason::kThrottled, read.error().message});
  } else {
    Fail(i, read.error());
  }
}

void AccountReader::CompleteLogin(http::Completion completion) {
  const Throttling answer = ThrottlingOf(completion);
  // During an outage there is one request a scrape, without retries.
  const SteadyTime retry_until =
      outage_.is_on() ? SteadyTime::min() : rounds_.deadline();
  if (login_.Complete(std::move(completion), retry_until)) {
    batch_.ReleaseSuspended();
    return;
  }
  outage_.LoginTroubled();
  // A login stands for all of the account's requests: its 429 alone counts.
  const std::size_t needed = answer.status == 429 ? 1 : Needed();
  if (OnThrottled(kLoginRequest, answer, needed)) return;
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
  store_.CampaignRead(i, std::move(decoded->value), now,
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
    batch_.Suspend(i);
    return;
  }
  // The token that the others were signed with is gone, too.
  if (verdict == Verdict::kDistrusted) batch_.ReleaseSuspended();
  batch_.Requeue(i);
}

// The answers of the account's other requests tell whether the token is to
// blame. Where none is under way, one is sent to find out.
void AccountReader::ResolveSuspicion() {
  const std::vector<std::size_t>& suspended = batch_.suspended();
  if (suspended.empty()) return;
  const bool cleared = !login_.IsSuspected();
  const bool more_to_come = batch_.open() > suspended.size();
  const JobId job = targets_[suspended.front()].opened_by;
  const bool in_time = parts_.clock.Steady() < rounds_.deadline();
  if (!cleared && (more_to_come || (in_time && OpenTrial(job, kBalance)))) {
    return;
  }
  for (const std::size_t i : batch_.TakeSuspended()) {
    Fail(i, {Reason::kUnauthorized, "the API answered 401"});
  }
}

// True if the answer counts as throttled, not as an error of the server's.
bool AccountReader::OnThrottled(std::int64_t request, const Throttling& answer,
                                std::size_t needed) {
  const int status = answer.status;
  if (status != 429 && status != 503) return false;
  const auto wait = bsg::ParseRetryAfter(answer.retry_after.value_or(""),
                                         parts_.clock.Wall());
  // During an outage the one request that is sent speaks for all.
  if (outage_.is_on() && status == 429) needed = 1;
  if (!throttle_.Throttled(request, wait, needed, parts_.clock.Steady())) {
    return status == 429;
  }
  Pause(status);
  return true;
}

void AccountReader::Pause(int status) {
  const Duration wait = *throttle_.until() - parts_.clock.Steady();
  parts_.api->ThrottledUntil(
      parts_.clock.Wall() +
      std::chrono::duration_cast<std::chrono::microseconds>(wait));
  if (const auto held_back = parts_.log_throttle.Pass("pause " + account_.name,
                                                      std::to_string(status))) {
    parts_.logger.Warn("the API asks for fewer requests: the account pauses",
                       {{"account", account_.name},
                        {"code", status},
                        {"seconds", ToSeconds(wait)},
                        {"held_back", *held_back}});
  }
  AbandonQueue();
}

}  // namespace bsg_exporter::collect
