#pragma once

#include <memory>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/web/server.h"
#include "exporter/web/authenticator.h"
#include "exporter/web/rate_limiter.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// Who may pass to the handler: not more than the limit, and with a login where
// there are users. Health is exempt from the limit always, from the login if
// the options say so. Lives on the I/O thread; borrows the clock.
class Gate {
 public:
  Gate(Handler handler, std::weak_ptr<Executor> executor, const Clock& clock);

  // For the requests that come from now on.
  void Configure(const AccessOptions& options);

  void Handle(Request request, std::shared_ptr<Responder> responder);

 private:
  void CheckLogin(Request request, std::shared_ptr<Responder> responder);
  void Admit(Authenticator::Verdict verdict, Request request,
             std::shared_ptr<Responder> responder);

  const Handler handler_;
  const std::weak_ptr<Executor> executor_;
  const Clock& clock_;
  bool health_without_login_ = true;
  RateLimiter limiter_;
  Authenticator authenticator_;
};

}  // namespace bsg_exporter::web
