#include "bsg_exporter/bsg/session.h"

#include <algorithm>
#include <utility>

namespace bsg_exporter::bsg {
namespace {

// How long before its expiry a token is renewed: long enough for a few failed
// logins, short against any real lifetime.
constexpr auto kRenewAhead = std::chrono::minutes(5);

// What lives shorter than this is as good as expired on arrival: renewing it
// would mean a login for every few requests.
constexpr auto kShortestLife = std::chrono::seconds(1);

std::optional<WallTime> RenewalOf(const Token& token, WallTime now) {
  if (!token.expires) return std::nullopt;
  const auto lifetime = *token.expires - now;
  if (lifetime < kShortestLife) return std::nullopt;
  const auto ahead =
      std::min<std::chrono::microseconds>(kRenewAhead, lifetime / 10);
  return *token.expires - ahead;
}

}  // namespace

bool Session::Usable(WallTime now) const {
  if (!token_) return false;
  return !renew_at_ || now < *token_->expires;
}

bool Session::WantsLogin(WallTime wall, SteadyTime now) const {
  if (login_under_way_ || BacksOff(now)) return false;
  return !token_ || (renew_at_ && wall >= *renew_at_);
}

void Session::OfferKey(const Secret& key) {
  if (key == key_) return;
  login_not_before_ = SteadyTime::min();
  strikes_ = 0;
}

void Session::LoginStarted(const Secret& key) {
  login_under_way_ = true;
  key_ = key;
}

void Session::LoginSucceeded(Token token, WallTime now) {
  login_under_way_ = false;
  renew_at_ = RenewalOf(token, now);
  token_ = std::move(token);
  ++generation_;
  rejected_.clear();
}

void Session::LoginRefused(SteadyTime now) {
  login_under_way_ = false;
  Forget();
  ++strikes_;
  BackOffFrom(now);
}

void Session::LoginFailed(SteadyTime not_before) {
  login_under_way_ = false;
  login_not_before_ = not_before;
}

Session::Verdict Session::Rejected(std::int64_t request,
                                   std::uint64_t generation, std::size_t needed,
                                   SteadyTime now) {
  if (generation != generation_ || !token_) return Verdict::kOlderToken;
  rejected_.insert(request);
  if (rejected_.size() < needed) return Verdict::kUndecided;
  Forget();
  if (++strikes_ > 1) BackOffFrom(now);
  return Verdict::kDistrusted;
}

void Session::Accepted(std::uint64_t generation) {
  if (generation != generation_ || !token_) return;
  strikes_ = 0;
  rejected_.clear();
}

void Session::Forget() {
  token_.reset();
  renew_at_.reset();
  rejected_.clear();
}

void Session::BackOffFrom(SteadyTime now) {
  Duration wait = back_off_.first;
  for (int i = 1; i < strikes_ && wait < back_off_.most; ++i) wait *= 2;
  login_not_before_ = now + std::min(wait, back_off_.most);
}

}  // namespace bsg_exporter::bsg
