// Who goes when there are more connections than may be, by a clock that stands
// still.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exporter/web/beast_parser.h"
#include "exporter/web/connections.h"
#include "tests/support/capture_log.h"
#include "tests/support/fake_clock.h"
#include "tests/web/raw_client.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A client's end of a connection without any network.
struct SlotClient {
  void Sends(const std::string& bytes) {
    std::exchange(read, nullptr)(IoResult::kOk, bytes);
  }
  // So much of its answer.
  void Takes(std::size_t bytes) {
    std::exchange(written, nullptr)(IoResult::kOk, bytes);
  }

  Stream::ReadDone read;
  Stream::WriteDone written;
  std::size_t offered = 0;  // of an answer, and not taken yet
  bool closed = false;
};

class SlotStream final : public Stream {
 public:
  explicit SlotStream(std::shared_ptr<SlotClient> client)
      : client_(std::move(client)) {}

  void ReadSome(ReadDone done) override { client_->read = std::move(done); }
  void WriteSome(const Pieces& pieces, WriteDone done) override {
    client_->offered = 0;
    for (const std::string_view piece : pieces) {
      client_->offered += piece.size();
    }
    client_->written = std::move(done);
  }
  std::size_t Unsent() override { return 0; }
  void SetTimer(milliseconds, std::function<void()>) override {}
  void CancelTimer() override {}
  void EndSending() override {}
  void Close() override {
    client_->closed = true;
    client_->read = nullptr;
    client_->written = nullptr;
  }
  void Reset() override { Close(); }

 private:
  const std::shared_ptr<SlotClient> client_;
};

class AtOnce final : public Executor {
 public:
  void Post(std::function<void()> work) override { work(); }
};

class SlotTest : public testing::Test {
 protected:
  SlotTest() {
    options_.max_connections = 2;
    options_.write_timeout = seconds(30);
    connections_.emplace(SessionContext{
        options_,
        [this](const Request&, std::shared_ptr<Responder> responder) {
          responders_.push_back(std::move(responder));
        },
        log_,
        clock_,
        executor_,
        BeastParsers(options_),
        {},
        {}});
  }
  ~SlotTest() override { connections_->CutAll(); }

  std::shared_ptr<SlotClient> Connect() {
    auto client = std::make_shared<SlotClient>();
    connections_->Add(std::make_unique<SlotStream>(client));
    return client;
  }
  // One whose answer is on its way.
  std::shared_ptr<SlotClient> Taking() {
    auto client = Connect();
    client->Sends(Get("/"));
    responders_.back()->Send(TextResponse(200, std::string(1000, 'x')));
    return client;
  }

  FakeClock clock_;
  CaptureLog log_;
  ServerOptions options_;
  const std::shared_ptr<Executor> executor_ = std::make_shared<AtOnce>();
  std::vector<std::shared_ptr<Responder>> responders_;
  std::optional<Connections> connections_;
};

TEST_F(SlotTest, WhoeverHasBeenWithoutARequestTheLongestGoesFirst) {
  const auto first = Connect();
  clock_.Advance(seconds(1));
  const auto second = Connect();
  second->Sends("GET / HTTP/1.1\r\n");  // half of one is none
  clock_.Advance(seconds(1));
  first->Sends(Get("/"));
  responders_.back()->Send(TextResponse(200, "hello"));
  first->Takes(first->offered);
  const auto third = Connect();
  EXPECT_TRUE(second->closed);
  EXPECT_FALSE(first->closed) << "its time began with its answer's end";
  EXPECT_FALSE(third->closed);
}

TEST_F(SlotTest, WhereAReloadAllowsFewerOneGoesForEachThatComes) {
  const auto first = Connect();
  clock_.Advance(seconds(1));
  const auto second = Connect();
  options_.max_connections = 1;
  connections_->Configure(options_);
  const auto third = Connect();
  EXPECT_TRUE(first->closed);
  EXPECT_FALSE(second->closed);
  EXPECT_FALSE(third->closed);
}

TEST_F(SlotTest, OneThatIsBeingHandledStaysForEver) {
  const auto first = Connect();
  first->Sends(Get("/"));
  const auto second = Connect();
  second->Sends(Get("/"));
  clock_.Advance(std::chrono::hours(1));
  const auto third = Connect();
  EXPECT_TRUE(third->closed);
  EXPECT_FALSE(first->closed);
  EXPECT_FALSE(second->closed);
}

TEST_F(SlotTest, ASlowReaderGoesAfterTheTimeoutInAllAndOnlyForAnother) {
  const auto slow = Taking();
  for (int i = 0; i < 4; ++i) {  // never without progress
    clock_.Advance(seconds(10));
    slow->Takes(1);
  }
  const auto quick = Taking();
  EXPECT_FALSE(slow->closed) << "there is room";
  const auto third = Connect();
  EXPECT_TRUE(slow->closed);
  EXPECT_FALSE(quick->closed);
  EXPECT_FALSE(third->closed);
}

TEST_F(SlotTest, AReaderHasItsTimeAndThoseWithoutARequestGoBeforeIt) {
  const auto first = Taking();
  const auto second = Taking();
  clock_.Advance(seconds(30));
  EXPECT_TRUE(Connect()->closed) << "not longer than the timeout";
  clock_.Advance(milliseconds(1));
  const auto fresh = Connect();
  EXPECT_NE(first->closed, second->closed);
  const auto& slow = first->closed ? second : first;
  const auto another = Connect();
  EXPECT_TRUE(fresh->closed);
  EXPECT_FALSE(slow->closed);
  EXPECT_FALSE(another->closed);
}

}  // namespace
}  // namespace bsg_exporter::web
