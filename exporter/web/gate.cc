#include "exporter/web/gate.h"

#include <string>
#include <utility>

namespace bsg_exporter::web {
namespace {

bool IsHealth(const Request& request) {
  return request.path == "/-/healthy" || request.path == "/-/ready";
}

Response TooMany(std::string what) {
  Response response = TextResponse(429, std::move(what));
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response Unauthorized() {
  Response response = TextResponse(401, "Unauthorized\n");
  response.headers.emplace_back(
      "WWW-Authenticate", "Basic realm=\"bsg_exporter\", charset=\"UTF-8\"");
  return response;
}

}  // namespace

Gate::Gate(Handler handler, std::weak_ptr<Executor> executor,
           const Clock& clock)
    : handler_(std::move(handler)),
      executor_(std::move(executor)),
      clock_(clock),
      limiter_(0, clock.Steady()) {}

void Gate::Configure(const AccessOptions& options) {
  health_without_login_ = options.health_without_login;
  // Another one is full: with the same limit, a reload would let pass a second
  // more of them.
  if (options.max_requests_per_second != limiter_.per_second()) {
    limiter_ = RateLimiter(options.max_requests_per_second, clock_.Steady());
  }
  authenticator_.SetUsers(options.users);
}

void Gate::Handle(Request request, std::shared_ptr<Responder> responder) {
  const bool health = IsHealth(request);
  if (!health && !limiter_.Take(clock_.Steady())) {
    return responder->Send(TooMany("too many requests\n"));
  }
  if (!authenticator_.has_users() || (health && health_without_login_)) {
    return handler_(std::move(request), std::move(responder));
  }
  CheckLogin(std::move(request), std::move(responder));
}

void Gate::CheckLogin(Request request, std::shared_ptr<Responder> responder) {
  const auto credentials = ParseBasic(request.Header("authorization"));
  if (!credentials) return responder->Send(Unauthorized());
  // The gate may have ended when the verdict comes, but not while there is
  // somebody who does what is posted.
  authenticator_.Check(
      *credentials,
      [this, weak_executor = executor_, request = std::move(request),
       responder = std::move(responder)](auto verdict) {
        const std::shared_ptr<Executor> executor = weak_executor.lock();
        if (!executor) return;
        executor->Post([this, verdict, request, responder] {
          Admit(verdict, request, responder);
        });
      });
}

void Gate::Admit(Authenticator::Verdict verdict, Request request,
                 std::shared_ptr<Responder> responder) {
  switch (verdict) {
    case Authenticator::Verdict::kRight:
      return handler_(std::move(request), std::move(responder));
    case Authenticator::Verdict::kWrong:
      return responder->Send(Unauthorized());
    case Authenticator::Verdict::kBusy:
      return responder->Send(TooMany("too many logins at a time\n"));
  }
}

}  // namespace bsg_exporter::web
