#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::Contains;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::Pair;
using End = RawClient::End;

// No time limit but the one that a test is about.
ServerOptions Patient() {
  ServerOptions options;
  options.read_timeout = hours(1);
  options.idle_timeout = hours(1);
  options.write_timeout = hours(1);
  return options;
}

// 45 MB in chunks of unlike lengths.
Body BigBody() {
  Body body;
  for (std::size_t i = 0; body.size() < 45'000'000;) {
    std::string chunk(i % 3 == 0 ? 65536 : 1000 + i % 50000, '\0');
    for (char& c : chunk) c = static_cast<char>(++i * 2654435761u >> 13);
    body.Append(std::move(chunk));
  }
  return body;
}

TEST(KeepAliveTest, ManyRequestsOnOneConnection) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  for (int i = 0; i < 100; ++i) {
    const HttpAnswer answer = client.Send(Get("/hello")).ReadAnswer();
    ASSERT_EQ(answer.body, "hello\n");
    EXPECT_THAT(answer.headers, Not(Contains(Pair("connection", testing::_))));
  }
}

TEST(KeepAliveTest, EndsWhereTheClientSaysSo) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  const HttpAnswer answer =
      client.Send(Get("/hello", "Connection: Close\r\n")).ReadAnswer();
  EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
  EXPECT_EQ(client.WaitForEnd(), End::kClosed);
}

TEST(KeepAliveTest, AnOldClientHasToAskForIt) {
  TestServer server(Patient());
  RawClient closing = server.Connect();
  const HttpAnswer last =
      closing.Send("GET /hello HTTP/1.0\r\n\r\n").ReadAnswer();
  EXPECT_THAT(last.headers, Contains(Pair("connection", "close")));
  EXPECT_EQ(closing.WaitForEnd(), End::kClosed);

  RawClient staying = server.Connect();
  for (int i = 0; i < 2; ++i) {
    const HttpAnswer answer =
        staying.Send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            .ReadAnswer();
    EXPECT_EQ(answer.body, "hello\n");
    EXPECT_THAT(answer.headers, Contains(Pair("connection", "keep-alive")));
  }
}

TEST(PipelineTest, AnswersComeInOrderOneRequestAtATime) {
  TestServer server(Patient());
  std::atomic<bool> first_answered{false};
  std::atomic<bool> in_turn{false};
  server.With("/second", [&](const Request&, Responder& responder) {
    in_turn = first_answered.load();
    responder.Send(TextResponse(200, "second"));
  });
  RawClient client = server.Connect();
  client.Send(Get("/wait") + Get("/second") + Get("/hello"));
  const std::shared_ptr<Responder> first = server.TakeWaiting();
  // The I/O thread has seen the others by the time it has served this one.
  EXPECT_EQ(server.Ask(Get("/hello")).status, 200);
  first_answered = true;
  first->Send(TextResponse(200, "first"));
  EXPECT_EQ(client.ReadAnswer().body, "first");
  EXPECT_EQ(client.ReadAnswer().body, "second");
  EXPECT_EQ(client.ReadAnswer().body, "hello\n");
  EXPECT_TRUE(in_turn);
}

TEST(PipelineTest, MoreThanIsReadAhead) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  std::string requests;
  for (int i = 0; i < 2000; ++i) requests += Get("/hello");
  client.Send(requests);
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(client.ReadAnswer().body, "hello\n") << i;
  }
}

TEST(HalfClosedTest, TheAnswersStillCome) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  client.Send(Get("/hello") + Get("/wait") + Get("/hello")).EndSending();
  EXPECT_EQ(client.ReadAnswer().body, "hello\n");
  server.TakeWaiting()->Send(TextResponse(200, "late"));
  EXPECT_EQ(client.ReadAnswer().body, "late");
  EXPECT_EQ(client.ReadAnswer().body, "hello\n");
  EXPECT_EQ(client.WaitForEnd(), End::kClosed);
}

TEST(HalfClosedTest, HalfARequestIsNone) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  client.Send("GET /hello HTT").EndSending();
  EXPECT_EQ(client.WaitForEnd(), End::kClosed);
}

TEST(GoneClientTest, ItsConnectionIsCleanedUpWhileTheHandlerStillThinks) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  TestServer server(options);
  RawClient client = server.Connect();
  client.Send(Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  client.Close();
  EXPECT_THAT(server.log().Await("debug request broken off"),
              MatchesRegex("debug request broken off method=GET path=/wait "
                           "status=0 bytes=0 duration_ms=.*"));
  responder->Send(TextResponse(200, "too late"));
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
}

TEST(GoneClientTest, AResetIsNoticedAtOnce) {
  TestServer server(Patient());
  RawClient client = server.Connect();
  client.Send(Get("/hello") + Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  // Wait until the first answer is there: closing with bytes unread resets.
  while (client.ReadSome(1).empty()) continue;
  client.Close();
  server.log().Await("debug request broken off");
  responder->Send(TextResponse(200, "too late"));
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
}

TEST(ReadTimeoutTest, HalfARequestGetsA408) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  TestServer server(options);
  for (const std::string& part :
       {std::string("G"), std::string("GET /hello HTTP/1.1\r\nHost: x\r\n"),
        std::string("POST /hello HTTP/1.1\r\nHost: x\r\n"
                    "Content-Length: 5\r\n\r\nabcd")}) {
    RawClient client = server.Connect();
    const HttpAnswer answer = client.Send(part).ReadAnswer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.body, "Request Timeout\n");
    EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
    EXPECT_EQ(client.WaitForEnd(), End::kClosed);
  }
}

TEST(ReadTimeoutTest, ByteAfterByteDoesNotProlongIt) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  options.max_header_bytes = std::size_t{1} << 30;
  TestServer server(options);
  RawClient client = server.Connect();
  client.Send("GET /hello HTTP/1.1\r\nA: ");
  // Ends only when the server cuts it.
  while (server.log().lines().empty()) client.Send("a");
  EXPECT_THAT(server.log().lines().front(),
              MatchesRegex("debug request method=- path=- status=408 .*"));
}

TEST(ReadTimeoutTest, AConnectionWithoutAByteIsClosedInSilence) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  TestServer server(options);
  EXPECT_EQ(server.Connect().WaitForEnd(), End::kClosed);
}

TEST(ReadTimeoutTest, HoldsForTheSecondRequestAsWell) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  TestServer server(options);
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/hello") + "GET /he").ReadAnswer().status, 200);
  EXPECT_EQ(client.ReadAnswer().status, 408);
}

TEST(ReadTimeoutTest, IsNoLimitForTheHandler) {
  ServerOptions options = Patient();
  options.read_timeout = milliseconds(50);
  TestServer server(options);
  RawClient client = server.Connect();
  client.Send(Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  // A connection that came later has run out of time: so would this one have.
  EXPECT_EQ(server.Connect().WaitForEnd(), End::kClosed);
  responder->Send(TextResponse(200, "in time"));
  EXPECT_EQ(client.ReadAnswer().body, "in time");
}

TEST(IdleTimeoutTest, ClosesBetweenRequestsInSilence) {
  ServerOptions options = Patient();
  options.idle_timeout = milliseconds(50);
  TestServer server(options);
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().status, 200);
  EXPECT_EQ(client.WaitForEnd(), End::kClosed);
}

TEST(WriteTimeoutTest, AClientThatTakesNothingIsCut) {
  ServerOptions options = Patient();
  options.write_timeout = milliseconds(50);
  TestServer server(options);
  const auto body = BigBody();
  server.With("/big", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, body});
  });
  RawClient client = server.Connect(4096);
  client.Send(Get("/big"));
  EXPECT_THAT(server.log().Await("debug request broken off"),
              MatchesRegex("debug request broken off method=GET path=/big "
                           "status=200 bytes=[1-9][0-9]* .*"));
  EXPECT_LT(client.ReadToEnd().size(), body.size());
}

TEST(BigBodyTest, ArrivesWholeInPiecesWhileOthersAreServed) {
  TestServer server(Patient());
  const auto body = BigBody();
  server.With("/big", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, body});
  });
  RawClient slow = server.Connect(4096);
  slow.Send(Get("/big"));
  std::string got;
  while (got.size() < 100000) got += slow.ReadSome(1000);
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
  RawClient quick = server.Connect();
  EXPECT_TRUE(quick.Send(Get("/big")).ReadAnswer().body == body.Text());
  const std::size_t head = got.find("\r\n\r\n") + 4;
  while (got.size() < head + body.size()) got += slow.ReadSome(65536);
  EXPECT_TRUE(got.substr(head) == body.Text());
}

TEST(BigBodyTest, IsNotCopiedAndItsChunksAreLetGoAsTheyAreWritten) {
  TestServer server(Patient());
  Body body = BigBody();
  const std::size_t size = body.size();
  const std::weak_ptr<const std::string> first = body.chunks().front();
  const std::weak_ptr<const std::string> last = body.chunks().back();
  server.With("/big", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, std::exchange(body, {})});
  });
  RawClient client = server.Connect(4096);
  client.Send(Get("/big"));
  std::size_t got = 0;
  while (got < 1'000'000) got += client.ReadSome(65536).size();
  EXPECT_TRUE(first.expired());
  EXPECT_FALSE(last.expired());
  while (got < size) got += client.ReadSome(65536).size();
  // Its connection is still open; by the time that the I/O thread has served
  // another one, it is done with that answer.
  EXPECT_EQ(server.Ask(Get("/hello")).status, 200);
  EXPECT_TRUE(last.expired());
}

TEST(LogTest, OneLineARequestAndOnlyAtDebug) {
  TestServer server(Patient());
  server.Ask(Get("/hello?secret=1"));
  EXPECT_THAT(server.log().Await("debug request "),
              MatchesRegex("debug request method=GET path=/hello status=200 "
                           "bytes=[0-9]+ duration_ms=[0-9.e-]+"));
  EXPECT_THAT(server.log().notable(), IsEmpty());
}

}  // namespace
}  // namespace bsg_exporter::web
