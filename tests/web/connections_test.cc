#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <vector>

#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Contains;
using testing::Pair;
using End = RawClient::End;

TEST(MaxConnectionsTest, WhereAllAreAtWorkOneMoreIsClosedAndASlotComesBack) {
  ServerOptions options;
  options.max_connections = 2;
  options.read_timeout = seconds(1);  // it may have ended its half alone
  TestServer server(options);
  RawClient first = server.Connect();
  RawClient second = server.Connect();
  first.Send(Get("/wait"));
  const std::shared_ptr<Responder> first_waits = server.TakeWaiting();
  second.Send(Get("/wait"));
  const std::shared_ptr<Responder> second_waits = server.TakeWaiting();
  EXPECT_NE(server.Connect().WaitForEnd(), End::kStillOpen);

  first.Close();
  // When the server takes it for gone, there is room again.
  std::string answer;
  while (answer.empty()) {
    answer = server.Connect().Send("GET /hello HTTP/1.0\r\n\r\n").ReadToEnd();
  }
  EXPECT_TRUE(answer.ends_with("hello\n"));
  second_waits->Send(TextResponse(200, "second"));
  EXPECT_EQ(second.ReadAnswer().body, "second");
}

TEST(MaxConnectionsTest, AFullHouseOfIdleClientsKeepsNobodyOut) {
  ServerOptions options;
  options.max_connections = 100;
  options.read_timeout = hours(1);
  TestServer server(options);
  RawClient busy = server.Connect();
  busy.Send(Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  std::vector<RawClient> idle;
  for (int i = 0; i < 300; ++i) {
    idle.push_back(server.Connect());
    if (i % 2 == 0) idle.back().Send("GET /hello HTTP/1.1\r\nHost: ");
  }
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
  responder->Send(TextResponse(200, "all the while"));
  EXPECT_EQ(busy.ReadAnswer().body, "all the while");
  EXPECT_EQ(idle.back().Send(Get("/hello")).ReadAnswer().body, "hello\n")
      << "the oldest went";
}

// What clients do not take is memory that everybody needs.
TEST(MaxUnsentTest, TheLongestUnderWayMakesRoomForWhoeverComesNext) {
  ServerOptions options;
  options.max_unsent_bytes = 45'000'000;
  TestServer server(options);
  const Body big(std::string(20'000'000, 'x'));
  const Body huge(std::string(50'000'000, 'x'));
  server.With("/big", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, big});
  });
  server.With("/huge", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, huge});
  });
  std::vector<RawClient> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(server.Connect(4096));
    idle.back().Send(Get("/big", "Connection: close\r\n"));
    EXPECT_NE(idle.back().ReadSome(1), "");  // it is under way
  }
  EXPECT_LT(idle[0].ReadToEnd().size(), big.size());
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
  EXPECT_GT(idle[1].ReadToEnd().size(), big.size());
  EXPECT_GT(idle[2].ReadToEnd().size(), big.size());
  // Larger than all of the room: served when it is alone.
  EXPECT_EQ(server.Ask(Get("/huge")).body.size(), huge.size());
}

TEST(IdleFloodTest, AThousandIdleAndHalfSentConnectionsAreInNobodysWay) {
  ServerOptions options;
  options.max_connections = 3000;
  options.read_timeout = hours(1);
  TestServer server(options);
  std::vector<RawClient> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(server.Connect());
    idle.push_back(server.Connect());
    idle.back().Send("GET /hello HTTP/1.1\r\nHost: ");
  }
  EXPECT_EQ(server.Ask(Get("/hello")).body, "hello\n");
  // And they are served when they go on.
  EXPECT_EQ(idle.front().Send(Get("/hello")).ReadAnswer().body, "hello\n");
  EXPECT_EQ(idle.back().Send("x\r\n\r\n").ReadAnswer().body, "hello\n");
}

TEST(StopTest, ClosesIdleAndHalfSentConnectionsAndListensNoMore) {
  TestServer server;
  RawClient fresh = server.Connect();
  RawClient half = server.Connect();
  half.Send("GET /hel");
  RawClient idle = server.Connect();
  EXPECT_EQ(idle.Send(Get("/hello")).ReadAnswer().status, 200);
  server.server().Stop(hours(1));
  EXPECT_NE(fresh.WaitForEnd(), End::kStillOpen);
  EXPECT_NE(half.WaitForEnd(), End::kStillOpen);
  EXPECT_EQ(idle.WaitForEnd(), End::kClosed);
  EXPECT_FALSE(server.Connect().connected());
}

TEST(StopTest, LetsARequestUnderWayEnd) {
  TestServer server;
  RawClient idle = server.Connect();
  EXPECT_EQ(idle.Send(Get("/hello")).ReadAnswer().status, 200);
  RawClient busy = server.Connect();
  busy.Send(Get("/wait") + Get("/hello"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  auto stopped =
      std::async(std::launch::async, [&] { server.server().Stop(hours(1)); });
  // The stop has begun once the idle connection is closed.
  EXPECT_EQ(idle.WaitForEnd(), End::kClosed);
  responder->Send(TextResponse(200, "in time"));
  const HttpAnswer answer = busy.ReadAnswer();
  EXPECT_EQ(answer.body, "in time");
  EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
  // The request behind it is not taken up any more.
  EXPECT_EQ(busy.ReadToEnd(), "");
  busy.Close();
  stopped.get();
}

TEST(StopTest, CutsWhatIsUnderWayWhenTheGraceIsOver) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send(Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  server.server().Stop(milliseconds(50));
  EXPECT_EQ(client.WaitForEnd(), End::kClosed);
  responder->Send(TextResponse(200, "too late"));
}

TEST(StopTest, CutsAClientThatTakesItsAnswerTooSlowly) {
  TestServer server;
  const Body body(std::string(45'000'000, 'x'));
  server.With("/big", [&](const Request&, Responder& responder) {
    responder.Send({200, {}, body});
  });
  RawClient client = server.Connect(4096);
  client.Send(Get("/big"));
  EXPECT_NE(client.ReadSome(1), "");
  server.server().Stop(milliseconds(50));
  EXPECT_LT(client.ReadToEnd().size(), body.size());
}

TEST(StopTest, ASecondStopAndTheEndDoNothingMore) {
  TestServer server;
  server.server().Stop(milliseconds(0));
  server.server().Stop(hours(1));
  EXPECT_FALSE(server.server().addresses().empty());
  server.Destroy();
}

TEST(StopTest, TwoAtATimeBothReturnWhenItIsDone) {
  TestServer server;
  auto other = std::async(std::launch::async,
                          [&] { server.server().Stop(milliseconds(0)); });
  server.server().Stop(milliseconds(0));
  EXPECT_FALSE(server.Connect().connected());
  other.get();
}

}  // namespace
}  // namespace bsg_exporter::web
