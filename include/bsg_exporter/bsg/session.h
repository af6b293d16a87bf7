#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/bsg/decode.h"

namespace bsg_exporter::bsg {

// One account's login: which token is in force, when a new one is due, and
// when a 401 is to be believed. It sends nothing and knows no clock: the
// caller tells it what happened and when. One thread.
//
// The rules it keeps:
// - one login at a time; a token is renewed ahead of its expiry;
// - a token that is expired on arrival (a clock is off), or will be within a
//   second, is used all the same, until the API refuses it;
// - a 401 costs the token only when `needed` different requests earned it with
//   that very token and none was accepted since: a single campaign that for
//   ever answers 401 costs the others nothing;
// - after a lost token one new login follows at once; when that one is lost,
//   too, or a login is refused, the next waits, longer every time.
class Session {
 public:
  struct BackOff {
    Duration first = std::chrono::seconds(10);
    Duration most = std::chrono::minutes(15);
  };
  explicit Session(BackOff back_off) : back_off_(back_off) {}

  // For the waits to come.
  void SetBackOff(BackOff back_off) { back_off_ = back_off; }

  // Whether requests can be signed now.
  bool Usable(WallTime now) const;
  // Must be Usable (or at least have been so).
  const Secret& bearer() const { return token_->bearer; }
  // Names the token in force; grows with every login.
  std::uint64_t generation() const { return generation_; }

  // Whether a login should be sent now.
  bool WantsLogin(WallTime wall, SteadyTime now) const;
  bool login_under_way() const { return login_under_way_; }
  // Whether logins wait because the last one did no good.
  bool BacksOff(SteadyTime now) const { return now < login_not_before_; }

  // The key that the next login would use: another one than the last login's
  // ends the back-off.
  void OfferKey(const Secret& key);

  // Whether the last login was with this key.
  bool IsOf(const Secret& key) const { return !key.empty() && key == key_; }

  void LoginStarted(const Secret& key);
  void LoginSucceeded(Token token, WallTime now);
  // The API refused the key: the token is forgotten with it.
  void LoginRefused(SteadyTime now);
  // No answer that says anything about the key: the token stays.
  void LoginFailed(SteadyTime not_before);

  enum class Verdict {
    kOlderToken,  // the token has been replaced since: try again with the new
    kUndecided,   // this request alone may be the cause
    kDistrusted,  // the token is forgotten
  };
  // A request signed with the token `generation` was answered 401. `request`
  // tells it from the account's other requests.
  Verdict Rejected(std::int64_t request, std::uint64_t generation,
                   std::size_t needed, SteadyTime now);
  // … was answered otherwise by the API: the token is good.
  void Accepted(std::uint64_t generation);
  // How many different requests the token in force has failed.
  std::size_t rejections() const { return rejected_.size(); }

 private:
  void BackOffFrom(SteadyTime now);
  void Forget();

  BackOff back_off_;
  std::optional<Token> token_;
  std::optional<WallTime> renew_at_;  // absent: no expiry, or not a usable one
  std::uint64_t generation_ = 0;
  bool login_under_way_ = false;
  int strikes_ = 0;  // tokens lost, or logins refused, in a row
  SteadyTime login_not_before_ = SteadyTime::min();
  Secret key_;  // that the last login used
  std::set<std::int64_t> rejected_;
};

}  // namespace bsg_exporter::bsg
