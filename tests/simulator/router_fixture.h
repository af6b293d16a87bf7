#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulator/router.h"
#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::simulator {

// What came back, if anything did.
struct Reply {
  std::string how = "nothing yet";  // "sent", "raw", "cut"
  int status = 0;
  web::Headers headers;
  std::string body;
};

class FakeResponder final : public web::Responder {
 public:
  explicit FakeResponder(std::shared_ptr<Reply> reply)
      : reply_(std::move(reply)) {}
  void Send(web::Response response) override {
    *reply_ = {"sent", response.status, response.headers, response.body.Text()};
  }
  void Abort() override { reply_->how = "cut"; }
  void SendRaw(std::string bytes) override {
    *reply_ = {"raw", 0, {}, std::move(bytes)};
  }

 private:
  std::shared_ptr<Reply> reply_;
};

// Keeps what waits until the test says that the time has come.
class FakeLater final : public Later {
 public:
  void After(Duration delay, std::function<void()> what) override {
    waiting.emplace_back(delay, std::move(what));
  }
  void RunAll() {
    for (const auto& [delay, what] : std::exchange(waiting, {})) what();
  }
  std::vector<std::pair<Duration, std::function<void()>>> waiting;
};

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    options_.accounts = {{"main", "live_main_key", "EUR", 0, 0},
                         {"other", "live_other_key", "USD", 1005'000'000, 0}};
    options_.named = {{1, Kind::kSending, Type::kRcs, "main"},
                      {2, Kind::kSettled, Type::kSms, "main"},
                      {3, Kind::kSending, Type::kRcs, "other"}};
    Restart();
  }

  void Restart() {
    auto world = World::Make(options_, clock_);
    ASSERT_THAT(world, IsOk());
    world_ = std::move(world).value();
    router_ = std::make_unique<Router>(*world_, later_);
    token_ = Login("live_main_key");
  }

  std::shared_ptr<Reply> Start(const std::string& method,
                               const std::string& target,
                               const std::string& body = "") {
    web::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) {
      request.query = target.substr(request.path.size() + 1);
    }
    if (!token_.empty()) {
      request.headers = {{"authorization", "Bearer " + token_}};
    }
    request.body = body;
    auto reply = std::make_shared<Reply>();
    router_->Handle(request, std::make_shared<FakeResponder>(reply));
    return reply;
  }

  Reply Get(const std::string& target) { return *Start("GET", target); }
  Reply Post(const std::string& target, const std::string& body = "") {
    return *Start("POST", target, body);
  }
  Reply Fault(const std::string& query) {
    return Post("/_control/fault?" + query);
  }

  std::string Login(const std::string& key) {
    const Reply reply =
        Post("/api/auth/login", "{\"api_key\":\"" + key + "\"}");
    EXPECT_THAT(reply.body, testing::StartsWith("{\"bearer\":\""));
    return reply.body.substr(11, reply.body.size() - 13);
  }

  FakeClock clock_;
  FakeLater later_;
  Options options_;
  std::unique_ptr<World> world_;
  std::unique_ptr<Router> router_;
  std::string token_;
};

}  // namespace bsg_exporter::simulator
