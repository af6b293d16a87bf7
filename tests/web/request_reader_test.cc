#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::Contains;
using testing::Pair;

constexpr std::size_t kLimit = 1000;

ServerOptions SmallLimits() {
  ServerOptions options;
  options.max_header_bytes = kLimit;
  options.max_body_bytes = kLimit;
  return options;
}

// A request whose head is exactly so long, its lines of the given length.
std::string HeadOf(std::size_t bytes, std::size_t line) {
  std::string head = "GET /hello HTTP/1.1\r\nHost: x\r\n";
  const std::string end = "\r\n";
  while (head.size() + end.size() + 2 * line < bytes) {
    head += "A: " + std::string(line - 5, 'a') + "\r\n";
  }
  return head + "A: " + std::string(bytes - head.size() - end.size() - 5, 'a') +
         "\r\n" + end;
}

void ExpectRefusal(RawClient& client, int status, const std::string& text) {
  const HttpAnswer answer = client.ReadAnswer();
  EXPECT_EQ(answer.status, status);
  EXPECT_EQ(answer.body, text);
  EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
  EXPECT_EQ(client.WaitForEnd(), RawClient::End::kClosed);
}

TEST(HeadLimitTest, TheLastByteThatFits) {
  TestServer server(SmallLimits());
  for (const std::size_t line : {10u, 100u, 900u}) {
    const std::string request = HeadOf(kLimit, line);
    ASSERT_EQ(request.size(), kLimit);
    EXPECT_EQ(server.Ask(request).body, "hello\n") << line;
  }
}

TEST(HeadLimitTest, OneByteMoreIsRefused) {
  TestServer server(SmallLimits());
  for (const std::size_t line : {10u, 100u, 900u}) {
    RawClient client = server.Connect();
    client.Send(HeadOf(kLimit + 1, line));
    ExpectRefusal(client, 431, "Request Header Fields Too Large\n");
  }
}

TEST(HeadLimitTest, AHeadWithoutAnEndIsRefusedOnceItIsTooLong) {
  TestServer server(SmallLimits());
  for (const std::string& head :
       {"GET /" + std::string(kLimit, 'x'),
        "GET / HTTP/1.1\r\nA: " + std::string(kLimit, 'x'),
        "G" + std::string(kLimit, 'x')}) {
    RawClient client = server.Connect();
    client.Send(head);
    ExpectRefusal(client, 431, "Request Header Fields Too Large\n");
  }
}

TEST(HeadLimitTest, ManyShortLinesThatComeOneByOneAreCountedTogether) {
  TestServer server(SmallLimits());
  RawClient client = server.Connect();
  client.Send("GET /hello HTTP/1.1\r\nHost: x\r\n");
  for (std::size_t i = 0; i < kLimit / 5; ++i) client.Send("A: b\r\n");
  ExpectRefusal(client, 431, "Request Header Fields Too Large\n");
}

TEST(HeadLimitTest, AHeaderLongerThanTheLibraryTakes) {
  ServerOptions options;
  options.max_header_bytes = 200000;
  TestServer server(options);
  RawClient client = server.Connect();
  client.Send(Get("/hello", "A: " + std::string(100000, 'a') + "\r\n"));
  ExpectRefusal(client, 431, "Request Header Fields Too Large\n");
}

TEST(BodyLimitTest, TheLastByteThatFits) {
  TestServer server(SmallLimits());
  const std::string head = "POST /hello HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(
      server.Ask(head + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'b'))
          .status,
      200);
  EXPECT_EQ(server
                .Ask(head + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" +
                     std::string(1000, 'b') + "\r\n0\r\n\r\n")
                .status,
            200);
}

TEST(BodyLimitTest, OneByteMoreIsRefusedBeforeItCame) {
  TestServer server(SmallLimits());
  RawClient client = server.Connect();
  client.Send(
      "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
  ExpectRefusal(client, 413, "Content Too Large\n");
}

TEST(BodyLimitTest, ChunksAreCountedTogether) {
  TestServer server(SmallLimits());
  RawClient client = server.Connect();
  client.Send(
      "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1f4\r\n" +
      std::string(500, 'b') + "\r\n1f5\r\n");
  ExpectRefusal(client, 413, "Content Too Large\n");
}

TEST(BodyLimitTest, TheRefusalReachesAClientThatIsStillSending) {
  TestServer server(SmallLimits());
  RawClient client = server.Connect();
  client.Send(
      "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" +
      std::string(1000000, 'b'));
  ExpectRefusal(client, 413, "Content Too Large\n");
}

TEST(BodyLimitTest, AChunkSizeWithoutAnEndIsRefused) {
  TestServer server(SmallLimits());
  RawClient client = server.Connect();
  client.Send(
      "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1;" +
      std::string(2 * kLimit, 'x'));
  ExpectRefusal(client, 431, "Request Header Fields Too Large\n");
}

TEST(ExpectTest, TheClientIsToldToGoOn) {
  TestServer server;
  server.With("/echo", [](const Request& request, Responder& responder) {
    responder.Send(TextResponse(200, request.body));
  });
  RawClient client = server.Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n"
      "Content-Length: 3\r\n\r\n");
  EXPECT_EQ(client.ReadAnswer().status, 100);
  EXPECT_EQ(client.Send("abc").ReadAnswer().body, "abc");
}

TEST(ExpectTest, AClientThatDoesNotWaitIsNotTold) {
  TestServer server;
  server.With("/echo", [](const Request& request, Responder& responder) {
    responder.Send(TextResponse(200, request.body));
  });
  const HttpAnswer answer = server.Ask(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
      "Content-Length: 3\r\n\r\nabc");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "abc");
}

TEST(ExpectTest, WithoutABodyThereIsNothingToWaitFor) {
  TestServer server;
  EXPECT_EQ(server.Ask(Get("/hello", "Expect: 100-continue\r\n")).status, 200);
  EXPECT_EQ(server.Ask(Get("/hello", "Expect: tea\r\n")).status, 200);
}

}  // namespace
}  // namespace bsg_exporter::web
