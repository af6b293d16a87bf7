#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/web/server.h"
#include "tests/support/capture_log.h"
#include "tests/support/result_matchers.h"
#include "tests/web/raw_client.h"

namespace bsg_exporter::web {

// A logger to wait for.
class AwaitableLog final : public Logger {
 public:
  void Log(LogLevel level, std::string_view message,
           std::initializer_list<LogField> fields) override {
    const std::lock_guard lock(mutex_);
    log_.Log(level, message, fields);
    written_.notify_all();
  }
  std::vector<std::string> lines() const { return log_.lines(); }
  std::vector<std::string> notable() const { return log_.notable(); }

  // The first line that begins like this, once it has been written.
  std::string Await(const std::string& beginning) {
    std::unique_lock lock(mutex_);
    for (;;) {
      for (std::string& line : log_.lines()) {
        if (line.starts_with(beginning)) return std::move(line);
      }
      written_.wait(lock);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  CaptureLog log_;
};

// A server on loopback whose pages are functions. "/hello" is always there;
// "/wait" keeps its responders until the test takes them.
class TestServer {
 public:
  using Page = std::function<void(const Request&, Responder&)>;

  explicit TestServer(ServerOptions options = {}) {
    if (options.listen == ServerOptions().listen) {
      options.listen = {"127.0.0.1:0"};
    }
    pages_["/hello"] = [](const Request&, Responder& responder) {
      responder.Send(TextResponse(200, "hello\n"));
    };
    auto started = Server::Start(
        std::move(options),
        [this](Request request, std::shared_ptr<Responder> responder) {
          Handle(std::move(request), std::move(responder));
        },
        log_);
    EXPECT_THAT(started, IsOk());
    if (started.ok()) server_ = std::move(started).value();
  }

  // Before the first request only.
  TestServer& With(const std::string& path, Page page) {
    pages_[path] = std::move(page);
    return *this;
  }

  Server& server() { return *server_; }
  void Destroy() { server_.reset(); }
  AwaitableLog& log() { return log_; }
  std::string address() const { return server_->addresses().at(0); }
  RawClient Connect(int receive_buffer = 0) const {
    return RawClient(address(), receive_buffer);
  }
  // The whole answer to one request on a connection of its own.
  HttpAnswer Ask(const std::string& request) const {
    return Connect().Send(request).ReadAnswer();
  }

  // The next responder of "/wait", once its request has come.
  std::shared_ptr<Responder> TakeWaiting() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return !waiting_.empty(); });
    std::shared_ptr<Responder> first = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    return first;
  }

 private:
  void Handle(Request request, std::shared_ptr<Responder> responder) {
    if (request.path == "/wait") {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(responder));
      came_.notify_all();
      return;
    }
    const auto page = pages_.find(request.path);
    if (page == pages_.end()) {
      return responder->Send(TextResponse(404, "not found\n"));
    }
    page->second(request, *responder);
  }

  AwaitableLog log_;
  std::map<std::string, Page> pages_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::shared_ptr<Responder>> waiting_;  // guarded by mutex_
  std::unique_ptr<Server> server_;
};

}  // namespace bsg_exporter::web
