#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/support/files.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using End = RawClient::End;

TEST(ResponderTest, AnswersLaterAndFromAnotherThread) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send(Get("/wait"));
  std::thread other([responder = server.TakeWaiting()] {
    responder->Send(TextResponse(201, "from afar"));
  });
  EXPECT_EQ(client.ReadAnswer().body, "from afar");
  other.join();
}

TEST(ResponderTest, OnlyTheFirstCallCounts) {
  TestServer server;
  server.With("/twice", [](const Request&, Responder& responder) {
    responder.Send(TextResponse(200, "first"));
    responder.Send(TextResponse(200, "second"));
    responder.SendRaw("third");
    responder.Abort();
  });
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/twice")).ReadAnswer().body, "first");
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
}

TEST(ResponderTest, AnOldOneDoesNotAnswerTheNextRequest) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send(Get("/wait") + Get("/wait"));
  const std::shared_ptr<Responder> first = server.TakeWaiting();
  first->Send(TextResponse(200, "first"));
  const std::shared_ptr<Responder> second = server.TakeWaiting();
  first->Send(TextResponse(200, "first again"));
  second->Send(TextResponse(200, "second"));
  EXPECT_EQ(client.ReadAnswer().body, "first");
  EXPECT_EQ(client.ReadAnswer().body, "second");
}

TEST(ResponderTest, KnowsWhetherTheClientStillWaits) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send(Get("/hello") + Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  EXPECT_TRUE(responder->IsWanted());
  client.Close();  // with an answer unread: a reset
  while (responder->IsWanted()) std::this_thread::yield();
}

TEST(ResponderTest, DroppedWithoutAnAnswerItSendsA500) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send(Get("/wait"));
  server.TakeWaiting().reset();
  const HttpAnswer answer = client.ReadAnswer();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "no answer\n");
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
}

TEST(ResponderTest, AHandlerThatThrowsSendsA500AndTheServerLives) {
  TestServer server;
  server.With("/throw", [](const Request&, Responder&) {
    throw std::runtime_error("a secret");
  });
  server.With("/throw-int", [](const Request&, Responder&) { throw 7; });
  RawClient client = server.Connect();
  for (const char* path : {"/throw", "/throw-int"}) {
    const HttpAnswer answer = client.Send(Get(path)).ReadAnswer();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "internal error\n");
  }
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
  EXPECT_THAT(server.log().notable(),
              ElementsAre("error the request handler failed path=/throw",
                          "error the request handler failed path=/throw-int"));
}

TEST(ResponderTest, AHandlerThatThrowsAfterItAnsweredHasAnswered) {
  TestServer server;
  server.With("/throw", [](const Request&, Responder& responder) {
    responder.Send(TextResponse(200, "done"));
    throw std::runtime_error("too late");
  });
  EXPECT_EQ(server.Ask(Get("/throw")).body, "done");
}

TEST(ResponderTest, AbortResetsTheConnection) {
  TestServer server;
  server.With("/abort",
              [](const Request&, Responder& responder) { responder.Abort(); });
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/abort")).WaitForEnd(), End::kReset);
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
}

TEST(ResponderTest, RawBytesAreSentAsTheyAreThenTheConnectionEnds) {
  TestServer server;
  const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf";
  server.With("/raw", [&](const Request&, Responder& responder) {
    responder.SendRaw(bytes);
  });
  server.With("/nothing", [](const Request&, Responder& responder) {
    responder.SendRaw("");
  });
  End end{};
  EXPECT_EQ(server.Connect().Send(Get("/raw")).ReadToEnd(&end), bytes);
  EXPECT_EQ(end, End::kClosed);
  EXPECT_EQ(server.Connect().Send(Get("/nothing")).WaitForEnd(), End::kClosed);
}

TEST(ResponderTest, OutlivesTheServer) {
  std::shared_ptr<Responder> sent;
  std::shared_ptr<Responder> dropped;
  {
    TestServer server;
    RawClient one = server.Connect();
    one.Send(Get("/wait"));
    sent = server.TakeWaiting();
    RawClient other = server.Connect();
    other.Send(Get("/wait"));
    dropped = server.TakeWaiting();
    server.Destroy();
    EXPECT_EQ(one.WaitForEnd(), End::kClosed);
  }
  sent->Send(TextResponse(200, "too late"));
  dropped.reset();
}

TEST(ResponderTest, MayBeUsedWhileTheServerDies) {
  for (int i = 0; i < 50; ++i) {
    TestServer server;
    RawClient client = server.Connect();
    client.Send(Get("/wait"));
    std::atomic<bool> running{false};
    std::thread other([&, responder = server.TakeWaiting()]() mutable {
      running = true;
      responder->Send(TextResponse(200, "perhaps"));
      responder.reset();
    });
    while (!running) std::this_thread::yield();
    server.Destroy();
    other.join();
  }
}

TEST(ResponderTest, WorksOverAUnixSocket) {
  const TempDir dir;
  ServerOptions options;
  options.listen = {"unix:" + dir.path("s")};
  TestServer server(options);
  server.With("/abort",
              [](const Request&, Responder& responder) { responder.Abort(); });
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
  EXPECT_NE(client.Send(Get("/abort")).WaitForEnd(), End::kStillOpen);
}

}  // namespace
}  // namespace bsg_exporter::web
