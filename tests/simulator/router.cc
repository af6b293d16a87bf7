#include "tests/simulator/router.h"

#include <optional>
#include <string>
#include <utility>

#include "tests/simulator/answer.h"
#include "tests/simulator/api.h"
#include "tests/simulator/control.h"

namespace bsg_exporter::simulator {
namespace {

constexpr Span kHangs = std::chrono::minutes(10);

FaultSubject SubjectOf(const World& world, const Target& target,
                       const Caller& caller) {
  FaultSubject subject;
  subject.endpoint = target.endpoint;
  subject.campaign = target.campaign;
  if (caller.account) subject.account = world.accounts[*caller.account].name;
  return subject;
}

Answer AnswerOf(World& world, const Target& target, const web::Request& request,
                const Caller& caller, const std::optional<Fault>& fault) {
  if (!fault) return ApiAnswer(world, target, request, caller, {});
  if (auto bad = BadAnswer(*fault, world.clock.Wall())) return *std::move(bad);
  return Spoiled(*fault,
                 ApiAnswer(world, target, request, caller, fault->twist()));
}

std::string StatusText(const Answer& answer) {
  if (answer.way == Answer::Way::kHang) return "hang";
  if (answer.way == Answer::Way::kReset) return "reset";
  return std::to_string(answer.response.status);
}

}  // namespace

void Router::Handle(const web::Request& request,
                    std::shared_ptr<web::Responder> responder) {
  if (request.path.starts_with("/_control/")) {
    ControlAnswer(world_, request).Deliver(*responder);
  } else {
    HandleApi(request, std::move(responder));
  }
}

void Router::HandleApi(const web::Request& request,
                       std::shared_ptr<web::Responder> responder) {
  const Target target = TargetOf(request.method, request.path);
  const Caller caller = CallerOf(world_, target, request);
  world_.requests.Arrived(target, caller.account);
  const FaultVerdict verdict =
      world_.faults.Judge(SubjectOf(world_, target, caller));
  Answer answer = AnswerOf(world_, target, request, caller, verdict.fault);
  world_.requests.Answered(StatusText(answer));

  Span delay = verdict.delay;
  const bool hangs = answer.way == Answer::Way::kHang;
  if (hangs && delay.count() == 0) delay = kHangs;
  // Nobody says when a client gives up on a hanging request, so it is not
  // taken to be under way: else its next one would count as a second.
  if (hangs) world_.requests.Ended(caller.account);
  const auto deliver = [&world = world_, hangs, account = caller.account](
                           Answer ready, web::Responder& to) {
    if (!hangs) world.requests.Ended(account);
    std::move(ready).Deliver(to);
  };
  if (delay.count() == 0) return deliver(std::move(answer), *responder);
  later_.After(delay, [deliver, answer = std::move(answer),
                       responder = std::move(responder)] {
    deliver(answer, *responder);
  });
}

}  // namespace bsg_exporter::simulator
