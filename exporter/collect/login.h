#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/log_throttle.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/session.h"
#include "bsg_exporter/http/transport.h"
#include "bsg_exporter/metrics/self_metrics.h"
#include "exporter/collect/retry.h"
#include "exporter/collect/setup.h"

namespace bsg_exporter::collect {

// One account's login with its key, its request and its log lines, around the
// rules of bsg::Session. Reader's thread only; borrows the references.
class Login {
 public:
  struct Parts {
    std::shared_ptr<const Setup> setup;
    const Clock& clock;
    Logger& logger;
    LogThrottle& log_throttle;
    std::shared_ptr<metrics::ApiMetrics> api;
  };
  explicit Login(Parts parts);

  // Whether it is to this API with this key.
  bool IsOf(const std::string& base_url, const Secret& key) const {
    return base_url == parts_.setup->account.base_url && session_.IsOf(key);
  }
  // The rest of the configuration has changed.
  void Adopt(std::shared_ptr<const Setup> setup);

  // A batch begins: the tries start afresh, and a key that has been changed
  // since ends a back-off.
  void NewBatch(SteadyTime start);

  // Whether a login should be sent now.
  bool IsWanted() const;
  // The request to send for it; nothing if the key cannot be read.
  std::optional<http::Request> Take();
  // It has been answered. True if there is a new token.
  bool Complete(http::Completion completion, SteadyTime deadline);
  // A request signed with the token `generation` was answered 401.
  bsg::Session::Verdict Rejected(std::int64_t request, std::uint64_t generation,
                                 std::size_t needed);
  // … was answered otherwise by the API.
  void Accepted(std::uint64_t generation) { session_.Accepted(generation); }
  // Whether 401s since then speak against the token in force.
  bool IsSuspected() const { return session_.rejections() > 0; }

  // What requests are signed with, while it is usable, and its number.
  const Secret& bearer() const { return session_.bearer(); }
  std::uint64_t generation() const { return session_.generation(); }
  bool Usable() const { return session_.Usable(parts_.clock.Wall()); }
  // What the latest login came to, or its token.
  const std::optional<Error>& failure() const { return failure_; }
  // Whether there is no token, and none on its way either.
  bool IsHopeless() const;
  // When a login that waits may be tried again; max() if none waits.
  SteadyTime NextTry() const;
  bsg::KeyType key_type() const { return key_type_; }

 private:
  std::optional<Secret> ReadKey();
  void Refused(const Error& error);
  void Failed(const Error& error, SteadyTime deadline);
  void LogFailure(const std::string& message, const Error& error);

  Parts parts_;
  bsg::Session session_;
  bsg::KeyType key_type_ = bsg::KeyType::kUnknown;
  std::optional<Error> failure_;  // of the latest login, or of its token
  SteadyTime batch_start_{};
  int tries_ = 0;
  RetryDelay retry_delay_;
  std::optional<SteadyTime> retry_at_;
  bool gave_up_ = false;  // for this scrape
};

}  // namespace bsg_exporter::collect
