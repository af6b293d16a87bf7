#include "exporter/collect/login.h"

#include <algorithm>
#include <utility>

#include "exporter/collect/retry.h"

namespace bsg_exporter::collect {
namespace {

// What the API says of the key itself, as against trouble on the way to it.
bool IsRefusal(int status) {
  return status >= 400 && status < 500 && status != 408 && status != 429;
}

Error RefusalOf(int status) {
  const std::string text =
      "the API answered the login with " + std::to_string(status);
  if (status == 404) {
    return {Reason::kNotFound, text + ": base_url may be wrong"};
  }
  return {Reason::kUnauthorized, text + ": the API key is not accepted"};
}

}  // namespace

Login::Login(Parts parts)
    : parts_(std::move(parts)), session_(BackOffOf(parts_.setup->read)) {
  if (const auto key = ReadKey()) key_type_ = bsg::TypeOf(*key);
}

void Login::Adopt(std::shared_ptr<const Setup> setup) {
  session_.SetBackOff(BackOffOf(setup->read));
  parts_.setup = std::move(setup);
}

std::optional<Secret> Login::ReadKey() {
  Result<Secret> key = parts_.setup->account.read_key();
  if (key.ok()) return std::move(key).value();
  failure_ = key.error();
  LogFailure("cannot read the API key", key.error());
  return std::nullopt;
}

void Login::LogFailure(const std::string& message, const Error& error) {
  const std::string& account = parts_.setup->account.name;
  // By its reason: the text may hold a time that differs with every try.
  const auto held_back = parts_.log_throttle.Pass(
      "login " + account, message + " " + std::string(ToString(error.reason)));
  if (!held_back) return;
  parts_.logger.Fail(message, {{"account", account},
                               {"reason", ToString(error.reason)},
                               {"err", error.message},
                               {"held_back", *held_back}});
}

void Login::NewBatch(SteadyTime start) {
  batch_start_ = start;
  tries_ = 0;
  gave_up_ = false;
  if (!session_.BacksOff(parts_.clock.Steady())) return;
  if (const auto key = ReadKey()) session_.OfferKey(*key);
}

bool Login::IsWanted() const {
  return !gave_up_ &&
         session_.WantsLogin(parts_.clock.Wall(), parts_.clock.Steady());
}

std::optional<http::Request> Login::Take() {
  // One that the batch before has left waiting is the first of this one.
  const bool repeats = retry_at_ && tries_ > 0;
  retry_at_.reset();
  const std::optional<Secret> key = ReadKey();
  if (!key) {
    gave_up_ = true;
    session_.LoginFailed(batch_start_ + parts_.setup->read.min_interval);
    return std::nullopt;
  }
  key_type_ = bsg::TypeOf(*key);
  session_.OfferKey(*key);
  session_.LoginStarted(*key);
  ++tries_;
  if (repeats) parts_.api->Retried();
  http::Request request =
      bsg::LoginRequest(parts_.setup->account.base_url, *key);
  request.timeout = parts_.setup->read.request_timeout;
  return request;
}

bool Login::Complete(http::Completion completion, SteadyTime deadline) {
  const int status =
      completion.result.ok() ? completion.result.value().status : 0;
  Result<bsg::Token> token = [&]() -> Result<bsg::Token> {
    if (!completion.result.ok()) return completion.result.error();
    if (IsRefusal(status)) return RefusalOf(status);
    Result<std::string> body =
        bsg::BodyOf(std::move(completion.result).value());
    if (!body.ok()) return body.error();
    return bsg::DecodeLogin(*body);
  }();
  parts_.api->RequestDone(
      bsg::Endpoint::kLogin, status,
      token.ok() ? std::nullopt : std::optional(token.error().reason),
      completion.duration);
  if (!token.ok()) {
    parts_.api->TokenRefreshFailed();
    if (IsRefusal(status)) {
      Refused(token.error());
    } else {
      Failed(token.error(), deadline);
    }
    return false;
  }
  parts_.api->TokenRefreshed(token->expires);
  failure_.reset();
  if (parts_.log_throttle.Clear("login " + parts_.setup->account.name)) {
    parts_.logger.Info("login works again",
                       {{"account", parts_.setup->account.name}});
  }
  session_.LoginSucceeded(std::move(token).value(), parts_.clock.Wall());
  return true;
}

void Login::Refused(const Error& error) {
  session_.LoginRefused(parts_.clock.Steady());
  failure_ = error;
  LogFailure("login refused", error);
}

void Login::Failed(const Error& error, SteadyTime deadline) {
  const SteadyTime now = parts_.clock.Steady();
  failure_ = error;
  const SteadyTime again = now + retry_delay_.After(tries_);
  if (IsWorthRetrying(error.reason) && tries_ <= parts_.setup->read.retries &&
      again < deadline) {
    retry_at_ = again;
    session_.LoginFailed(again);
    return;
  }
  gave_up_ = true;
  session_.LoginFailed(batch_start_ + parts_.setup->read.min_interval);
  LogFailure("login failed", error);
}

bsg::Session::Verdict Login::Rejected(std::int64_t request,
                                      std::uint64_t generation,
                                      std::size_t needed) {
  const bsg::Session::Verdict verdict =
      session_.Rejected(request, generation, needed, parts_.clock.Steady());
  if (verdict == bsg::Session::Verdict::kDistrusted) {
    // The cause for all that wait, where no new login follows at once.
    failure_ = Error{Reason::kUnauthorized, "the API refuses its own token"};
    retry_at_.reset();
  }
  return verdict;
}

bool Login::IsHopeless() const {
  return failure_ && !Usable() && !session_.login_under_way() && !retry_at_;
}

SteadyTime Login::NextTry() const {
  return retry_at_.value_or(SteadyTime::max());
}

}  // namespace bsg_exporter::collect
