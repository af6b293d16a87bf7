#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bsg_exporter/web/server.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::Pair;

// What the handler is given, one item a line.
void Describe(const Request& request, Responder& responder) {
  std::string text = request.method + " path=" + request.path +
                     " query=" + request.query + "\n";
  for (const auto& [name, value] : request.headers) {
    text += name + "=" + value + "\n";
  }
  responder.Send(TextResponse(200, text + request.body));
}

std::string DescriptionOf(const std::string& request) {
  TestServer server;
  for (const char* path : {"/", "/a", "/a%20b", "*"}) {
    server.With(path, Describe);
  }
  return server.Ask(request).body;
}

TEST(RequestTest, MethodPathAndQueryComeAsTheyAre) {
  EXPECT_EQ(
      DescriptionOf("PATCH /a%20b?x=1&y=%3F?z HTTP/1.1\r\nHost: h\r\n\r\n"),
      "PATCH path=/a%20b query=x=1&y=%3F?z\nhost=h\n");
}

TEST(RequestTest, HeaderNamesAreLoweredAndValuesTrimmed) {
  EXPECT_EQ(DescriptionOf("GET /a HTTP/1.1\r\nHOST:h\r\n"
                          "X-Prometheus-Scrape-Timeout-Seconds: \t 9.5 \t\r\n"
                          "Empty:\r\n\r\n"),
            "GET path=/a query=\nhost=h\n"
            "x-prometheus-scrape-timeout-seconds=9.5\nempty=\n");
}

TEST(RequestTest, HeaderGivesTheFirstOfThatName) {
  const Request request{
      "GET", "/", "", {{"a", "1"}, {"b", "2"}, {"b", "3"}}, ""};
  EXPECT_EQ(request.Header("b"), "2");
  EXPECT_EQ(request.Header("c"), "");
}

TEST(RequestTest, TheBodyOfAGivenLength) {
  EXPECT_EQ(DescriptionOf("POST /a HTTP/1.1\r\nHost: h\r\n"
                          "Content-Length: 5\r\n\r\nabc\r\n"),
            "POST path=/a query=\nhost=h\ncontent-length=5\nabc\r\n");
}

TEST(RequestTest, TheBodyInChunksAndNoTrailerAsAHeader) {
  EXPECT_EQ(DescriptionOf("POST /a HTTP/1.1\r\nHost: h\r\n"
                          "Transfer-Encoding: Chunked\r\n\r\n"
                          "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n"),
            "POST path=/a query=\nhost=h\ntransfer-encoding=Chunked\nabcde");
}

TEST(RequestTest, AnAbsoluteTargetNamesTheHost) {
  EXPECT_EQ(DescriptionOf("GET http://h:80/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"),
            "GET path=/a query=b=c\nhost=h:80\n");
  EXPECT_EQ(DescriptionOf("GET HTTP://h HTTP/1.1\r\nHost: x\r\n\r\n"),
            "GET path=/ query=\nhost=h\n");
  EXPECT_EQ(DescriptionOf("GET http://h?q HTTP/1.1\r\nHost: x\r\n\r\n"),
            "GET path=/ query=q\nhost=h\n");
  EXPECT_EQ(DescriptionOf("GET http://h HTTP/1.0\r\n\r\n"),
            "GET path=/ query=\nhost=h\n");
}

TEST(RequestTest, TheAsteriskIsAPathOfItsOwn) {
  EXPECT_EQ(DescriptionOf("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
            "OPTIONS path=* query=\nhost=x\n");
}

TEST(RequestTest, AnOldRequestNeedsNoHost) {
  EXPECT_EQ(DescriptionOf("GET /a HTTP/1.0\r\n\r\n"), "GET path=/a query=\n");
}

TEST(RequestTest, AnEmptyLineBeforeItIsSkipped) {
  EXPECT_EQ(DescriptionOf("\r\nGET /a HTTP/1.0\r\n\r\n"),
            "GET path=/a query=\n");
}

TEST(RequestTest, InSingleBytesItIsTheSame) {
  TestServer server;
  server.With("/a", Describe);
  RawClient client = server.Connect();
  for (const char c : std::string(
           "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
           "B: c\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
    client.Send({&c, 1});
  }
  EXPECT_EQ(client.ReadAnswer().body,
            "POST path=/a query=\nhost=h\ntransfer-encoding=chunked\nb=c\nabc");
}

TEST(RefusalTest, MalformedRequests) {
  TestServer server;
  for (const char* request :
       {"nonsense\r\n\r\n",                           //
        "GET /hello\r\n\r\n",                         //
        "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n",     //
        "GET hello HTTP/1.1\r\nHost: x\r\n\r\n",      //
        "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",  //
        "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",    //
        "GET /hello HTTP/1.1\r\n\r\n",                // no Host
        "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /hello HTTP/1.1\nHost: x\n\n",
        "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
        "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
        "Content-Length: 2\r\n\r\n",
        "\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n"}) {
    RawClient client = server.Connect();
    const HttpAnswer answer = client.Send(request).ReadAnswer();
    EXPECT_EQ(answer.status, 400) << request;
    EXPECT_EQ(answer.body, "Bad Request\n");
    EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
    EXPECT_EQ(client.WaitForEnd(), RawClient::End::kClosed);
  }
}

TEST(RefusalTest, AHostThatIsNone) {
  TestServer server;
  for (const char* host :
       {"a b", "a\tb", "a/b", "a?b", "a#b", "user@a", "<a>", "\"a\"", "a\\b",
        "a\x7f", "\xc3\xa4", "a b/../<x>"}) {
    const std::string header = std::string("Host: ") + host + "\r\n\r\n";
    EXPECT_EQ(server.Ask("GET /hello HTTP/1.1\r\n" + header).status, 400)
        << host;
    EXPECT_EQ(server.Ask("GET /hello HTTP/1.0\r\n" + header).status, 400)
        << host;
  }
  EXPECT_EQ(
      server.Ask("GET http://u@a/hello HTTP/1.1\r\nHost: a\r\n\r\n").status,
      400);
}

TEST(RefusalTest, AHostMayBeEmptyOrAnyAddress) {
  TestServer server;
  for (const char* host : {"", "a", "a:80", "[::1]:80", "a_b.c-d~", "%C3%A4"}) {
    EXPECT_EQ(server
                  .Ask(std::string("GET /hello HTTP/1.1\r\nHost: ") + host +
                       "\r\n\r\n")
                  .status,
              200)
        << host;
  }
}

TEST(RefusalTest, TwoLengthsOrAnUnknownCodingCouldSmuggleARequest) {
  TestServer server;
  const std::string head = "POST /hello HTTP/1.1\r\nHost: x\r\n";
  const std::string rest =
      "\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string lines :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n"}) {
    RawClient client = server.Connect();
    EXPECT_EQ(client.Send(head + lines + rest).ReadAnswer().status, 400)
        << lines;
    EXPECT_EQ(client.WaitForEnd(), RawClient::End::kClosed);
  }
  EXPECT_EQ(
      server
          .Ask("POST /hello HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + rest)
          .status,
      400);
}

TEST(ResponseTest, TheHeadIsTheServersToWrite) {
  TestServer server;
  server.With("/", [](const Request&, Responder& responder) {
    responder.Send({202,
                    {{"Content-Type", "a/b"},
                     {"Content-Length", "77"},
                     {"connection", "x"},
                     {"Transfer-Encoding", "chunked"}},
                    std::string("ab")});
  });
  const std::string answer =
      server.Connect().Send("GET / HTTP/1.0\r\n\r\n").ReadToEnd();
  EXPECT_THAT(answer,
              MatchesRegex("HTTP/1.1 202 Accepted\r\n"
                           "Date: ..., .. ... .... ..:..:.. GMT\r\n"
                           "Server: bsg_exporter\r\n"
                           "Connection: close\r\n"
                           "Content-Length: 2\r\n"
                           "Content-Type: a/b\r\n"
                           "X-Content-Type-Options: nosniff\r\n\r\nab"));
}

TEST(ResponseTest, NoHeaderStartsANewLine) {
  TestServer server;
  server.With("/", [](const Request&, Responder& responder) {
    responder.Send({200,
                    {{"A", "1\r\nInjected: 1\r\n\r\nbody"},
                     {"B\r\nInjected", "2"},
                     {"", "3"},
                     {"C", std::string("x\0y\ttab", 7)}},
                    {}});
  });
  const HttpAnswer answer = server.Ask(Get("/"));
  EXPECT_THAT(answer.headers, Contains(Pair("a", "1  Injected: 1    body")));
  EXPECT_THAT(answer.headers, Contains(Pair("c", "x y\ttab")));
  EXPECT_THAT(answer.headers, Contains(Pair("content-length", "0")));
  EXPECT_THAT(answer.headers, Not(Contains(Pair("injected", testing::_))));
  EXPECT_EQ(answer.headers.size(), 6u);
}

TEST(ResponseTest, OfHeadHasTheLengthAndNoBody) {
  TestServer server;
  RawClient client = server.Connect();
  client.Send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/hello"));
  const HttpAnswer head = client.ReadAnswer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.headers, Contains(Pair("content-length", "6")));
  // What comes next is the next answer, not a body.
  EXPECT_EQ(client.ReadAnswer().body, "hello\n");
}

TEST(ResponseTest, StatusesWithoutABodyHaveNeitherBodyNorLength) {
  TestServer server;
  server.With("/", [](const Request& request, Responder& responder) {
    responder.Send(TextResponse(std::stoi(request.query), "body"));
  });
  RawClient client = server.Connect();
  client.Send(Get("/?204") + Get("/?304") + Get("/hello"));
  for (const int status : {204, 304}) {
    const HttpAnswer answer = client.ReadAnswer();
    EXPECT_EQ(answer.status, status);
    EXPECT_THAT(answer.headers,
                Not(Contains(Pair("content-length", testing::_))));
  }
  EXPECT_EQ(client.ReadAnswer().body, "hello\n");
}

TEST(ResponseTest, AStatusThatIsNoneIsA500) {
  TestServer server;
  server.With("/", [](const Request& request, Responder& responder) {
    responder.Send(TextResponse(std::stoi(request.query), "body"));
  });
  EXPECT_EQ(server.Ask(Get("/?99")).status, 500);
  EXPECT_EQ(server.Ask(Get("/?1000")).status, 500);
  EXPECT_EQ(server.Ask(Get("/?299")).status, 299);
}

TEST(ResponseTest, TextResponseIsPlainTextUnlessItIsSomethingElse) {
  const Response text = TextResponse(404, "no\n");
  EXPECT_EQ(text.status, 404);
  EXPECT_EQ(text.body.Text(), "no\n");
  EXPECT_THAT(text.headers,
              Contains(Pair("Content-Type", "text/plain; charset=utf-8")));
  EXPECT_THAT(TextResponse(200, "", "text/html").headers,
              Contains(Pair("Content-Type", "text/html")));
}

}  // namespace
}  // namespace bsg_exporter::web
