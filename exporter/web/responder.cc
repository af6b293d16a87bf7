#include "exporter/web/responder.h"

#include <atomic>
#include <functional>
#include <utility>

namespace bsg_exporter::web {
namespace {

class SessionResponder final : public Responder {
 public:
  SessionResponder(std::weak_ptr<Executor> executor,
                   std::weak_ptr<Session> session)
      : executor_(std::move(executor)), session_(std::move(session)) {}

  ~SessionResponder() override {
    Give([](Session& session) {
      session.Answer(TextResponse(500, "no answer\n"));
    });
  }

  bool IsWanted() const override { return !session_.expired(); }

  void Send(Response response) override {
    Give([response = std::move(response)](Session& session) {
      session.Answer(response);
    });
  }
  void Abort() override {
    Give([](Session& session) { session.Abort(); });
  }
  void SendRaw(std::string bytes) override {
    Give([bytes = std::move(bytes)](Session& session) {
      session.AnswerRaw(bytes);
    });
  }

 private:
  // The session is locked on its own thread only: the last owner destroys it,
  // and with it a socket of an executor that may be gone by then.
  void Give(std::function<void(Session&)> answer) {
    if (given_.exchange(true)) return;
    const std::shared_ptr<Executor> executor = executor_.lock();
    if (!executor) return;
    executor->Post([weak = session_, answer = std::move(answer)] {
      if (const std::shared_ptr<Session> session = weak.lock()) {
        answer(*session);
      }
    });
  }

  const std::weak_ptr<Executor> executor_;
  const std::weak_ptr<Session> session_;
  std::atomic<bool> given_{false};
};

}  // namespace

std::shared_ptr<Responder> NewResponder(std::weak_ptr<Executor> executor,
                                        std::weak_ptr<Session> session) {
  return std::make_shared<SessionResponder>(std::move(executor),
                                            std::move(session));
}

}  // namespace bsg_exporter::web
