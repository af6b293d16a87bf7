#include "exporter/http/curl_transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>

#include "tests/http/fetch.h"
#include "tests/support/loopback_server.h"

namespace bsg_exporter::http {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

auto RetryAfterIs(const std::optional<std::string>& value) {
  return Field(&Response::retry_after, value);
}

std::string GetHead(const LoopbackServer& server, const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: " + server.address() +
         "\r\nUser-Agent: tested/1\r\nAccept-Encoding: gzip\r\n"
         "Accept: application/json\r\n";
}

TEST(CurlTransferTest, SendsThisGetAndNothingElse) {
  LoopbackServer server(HttpAnswer("{}"));
  Request request = Get(server.Url("/a?b=c"));
  request.bearer = Secret("t0ken");
  EXPECT_THAT(Fetch(std::move(request)), IsOkAndHolds(BodyIs("{}")));
  EXPECT_THAT(server.requests(),
              ElementsAre(GetHead(server, "/a?b=c") +
                          "Authorization: Bearer t0ken\r\n\r\n"));
}

TEST(CurlTransferTest, NothingOfAPostIsLeftForTheGetThatFollows) {
  LoopbackServer server(HttpAnswer("{}"));
  const auto transport = NewTransport();
  Request post = Post(server.Url("/login"), R"({"api_key":"k"})");
  post.bearer = Secret("t0ken");
  EXPECT_THAT(Fetch(*transport, std::move(post)), IsOk());
  EXPECT_THAT(Fetch(*transport, Get(server.Url("/"))), IsOk());
  Request empty_post = Get(server.Url("/empty"));
  empty_post.method = Method::kPost;
  EXPECT_THAT(Fetch(*transport, std::move(empty_post)), IsOk());

  const std::string common = "Host: " + server.address() +
                             "\r\nUser-Agent: tested/1\r\n"
                             "Accept-Encoding: gzip\r\n"
                             "Accept: application/json\r\n";
  EXPECT_THAT(server.requests(),
              ElementsAre("POST /login HTTP/1.1\r\n" + common +
                              "Authorization: Bearer t0ken\r\n"
                              "Content-Type: application/json\r\n"
                              "Content-Length: 15\r\n\r\n"
                              R"({"api_key":"k"})",
                          GetHead(server, "/") + "\r\n",
                          "POST /empty HTTP/1.1\r\n" + common +
                              "Content-Length: 0\r\n\r\n"));
}

TEST(CurlTransferTest, ALongPostIsSentWithoutAskingFirst) {
  LoopbackServer server(HttpAnswer("{}"));
  const std::string json(2'000'000, ' ');
  EXPECT_THAT(Fetch(Post(server.Url(), json)), IsOk());
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_THAT(server.requests()[0], testing::EndsWith("\r\n\r\n" + json));
  EXPECT_THAT(server.requests()[0], Not(testing::HasSubstr("Expect")));
}

TEST(CurlTransferTest, RefusesATokenThatWouldBeAHeaderOfItsOwn) {
  LoopbackServer server(HttpAnswer("{}"));
  for (const char* token : {"a\r\nX-Evil: 1", "a b", "", "t\xc3\xb6ken"}) {
    Request request = Get(server.Url());
    request.bearer = Secret(token);
    EXPECT_THAT(
        Fetch(std::move(request)),
        FailsWith(Reason::kInternal, "the token does not fit into a header"));
  }
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransferTest, EveryStatusIsAnAnswer) {
  for (const auto& [line, status] : {std::pair{"204 No Content", 204},
                                     {"401 Unauthorized", 401},
                                     {"404 Not Found", 404},
                                     {"503 Service Unavailable", 503}}) {
    LoopbackServer server([line = line](LoopbackConnection& peer) {
      peer.ReadRequest();
      peer.Write("HTTP/1.1 " + std::string(line) + "\r\n\r\n");
    });
    EXPECT_THAT(Fetch(Get(server.Url())), IsOkAndHolds(StatusIs(status)));
  }
}

TEST(CurlTransferTest, ARedirectIsAnAnswerAndNotFollowed) {
  LoopbackServer elsewhere(HttpAnswer("{}"));
  LoopbackServer server(
      HttpAnswer("", "302 Found", "Location: " + elsewhere.Url() + "\r\n"));
  const auto transport = NewTransport();
  Request request = Get(server.Url());
  request.bearer = Secret("t0ken");
  EXPECT_THAT(Fetch(*transport, std::move(request)),
              IsOkAndHolds(StatusIs(302)));
  EXPECT_EQ(server.requests().size(), 1u);
  EXPECT_EQ(elsewhere.connections(), 0u);
}

TEST(CurlTransferTest, NoCookieIsKept) {
  LoopbackServer server(HttpAnswer("{}", "200 OK", "Set-Cookie: a=b\r\n"));
  const auto transport = NewTransport();
  EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOk());
  EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOk());
  EXPECT_THAT(server.requests(), ElementsAre(GetHead(server, "/") + "\r\n",
                                             GetHead(server, "/") + "\r\n"));
}

TEST(CurlTransferTest, RetryAfterComesWithItsAnswerAlone) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write(HttpAnswer("", "429 Too Many Requests",
                          "rEtRy-aFtEr:  Fri, 31 Dec 1999 23:59:59 GMT \r\n"));
    peer.ReadRequest();
    peer.Write(HttpAnswer(""));
    peer.ReadRequest();
    peer.Write("HTTP/1.1 103 Early Hints\r\nRetry-After: 1\r\n\r\n" +
               HttpAnswer("", "503 Service Unavailable"));
    peer.ReadRequest();
    peer.Write(HttpAnswer("", "429 Too Many Requests",
                          "Retry-After: " + std::string(65, '1') + "\r\n"));
    peer.ReadRequest();
    peer.Write(
        "HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\nRetry-After: 1\r\n\r\n");
  });
  const auto transport = NewTransport();
  EXPECT_THAT(
      Fetch(*transport, Get(server.Url())),
      IsOkAndHolds(
          AllOf(StatusIs(429), RetryAfterIs("Fri, 31 Dec 1999 23:59:59 GMT"))));
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              IsOkAndHolds(AllOf(StatusIs(200), RetryAfterIs({}))));
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              IsOkAndHolds(AllOf(StatusIs(503), RetryAfterIs({}))));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Fetch(*transport, Get(server.Url())),
                IsOkAndHolds(AllOf(StatusIs(429), RetryAfterIs({}))));
  }
}

TEST(CurlTransferTest, ABodyMayBeAsLongAsTheLimit) {
  const std::string body(1000, 'x');
  LoopbackServer server(HttpAnswer(body));
  EXPECT_THAT(Fetch(Get(server.Url())), IsOkAndHolds(BodyIs(body)));
}

TEST(CurlTransferTest, ALongerContentLengthIsTooLarge) {
  LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_THAT(Fetch(Get(server.Url())), FailsWith(Reason::kTooLarge));
}

TEST(CurlTransferTest, AnEndlessBodyIsTooLarge) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\n" +
               std::string(500, 'x') + "\r\n1f5\r\n" + std::string(501, 'x') +
               "\r\n");
    peer.WaitForClose();
  });
  EXPECT_THAT(Fetch(Get(server.Url())),
              FailsWith(Reason::kTooLarge, "the answer exceeds 1000 bytes"));
}

TEST(CurlTransferTest, HeadersThatDoNotEndAreTooLarge) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100; ++i) {
      peer.Write("X-" + std::string(1000, 'x') + ": y\r\n");
    }
    peer.WaitForClose();
  });
  EXPECT_THAT(
      Fetch(Get(server.Url())),
      FailsWith(Reason::kTooLarge, "the answer's headers exceed 65536 bytes"));
}

TEST(CurlTransferTest, NothingOfAFailureIsLeftForTheNextRequest) {
  std::string headers;  // two such are more than one answer may have
  for (int i = 0; i < 40; ++i)
    headers += "X: " + std::string(997, 'x') + "\r\n";
  LoopbackServer server([&](LoopbackConnection& peer) {
    peer.ReadRequest();
    switch (peer.number()) {
      case 0:
        peer.Write("HTTP/1.1 200 OK\r\n\r\n" + std::string(999, 'x'));
        return peer.Write("too much");
      case 1:
        return peer.Write("HTTP/1.1 200 OK\r\nRetry-After: 1\r\n" + headers +
                          "Content-Length: 9\r\n\r\n{");
      default:
        return peer.Write(HttpAnswer("{}", "200 OK", headers));
    }
  });
  const auto transport = NewTransport();
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              FailsWith(Reason::kTooLarge));
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              FailsWith(Reason::kConnect));
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              IsOkAndHolds(AllOf(BodyIs("{}"), RetryAfterIs({}))));
}

std::string Gzip(std::string text) {
  std::string packed(compressBound(text.size()) + 32, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(CurlTransferTest, ACompressedBodyIsDecodedAndCountsAsLongAsItIsThen) {
  constexpr char kGzip[] = "Content-Encoding: gzip\r\n";
  LoopbackServer good(
      HttpAnswer(Gzip(std::string(1000, 'x')), "200 OK", kGzip));
  EXPECT_THAT(Fetch(Get(good.Url())),
              IsOkAndHolds(BodyIs(std::string(1000, 'x'))));
  LoopbackServer bomb(
      HttpAnswer(Gzip(std::string(200'000, 'x')), "200 OK", kGzip));
  EXPECT_THAT(Fetch(Get(bomb.Url())), FailsWith(Reason::kTooLarge));
  LoopbackServer broken(HttpAnswer("no gzip at all", "200 OK", kGzip));
  EXPECT_THAT(Fetch(Get(broken.Url())), FailsWith(Reason::kServerError));
}

TEST(CurlTransferTest, TheEnvironmentsProxyIsIgnored) {
  const std::string nobody =
      "http://127.0.0.1:" + std::to_string(RefusedPort());
  setenv("http_proxy", nobody.c_str(), 1);
  setenv("all_proxy", nobody.c_str(), 1);
  LoopbackServer server(HttpAnswer("{}"));
  EXPECT_THAT(Fetch(Get(server.Url())), IsOkAndHolds(BodyIs("{}")));
  unsetenv("http_proxy");
  unsetenv("all_proxy");
}

TEST(CurlTransferTest, AConfiguredProxyIsUsedWhateverTheEnvironmentSays) {
  setenv("no_proxy", "*", 1);
  LoopbackServer proxy(HttpAnswer("{}"));
  RequestSettings settings;
  settings.proxy = proxy.Url();
  EXPECT_THAT(Fetch(Get("http://name.invalid/a", settings)),
              IsOkAndHolds(BodyIs("{}")));
  ASSERT_EQ(proxy.requests().size(), 1u);
  EXPECT_THAT(proxy.requests()[0],
              testing::StartsWith("GET http://name.invalid/a HTTP/1.1\r\n"));
  unsetenv("no_proxy");
}

TEST(CurlTransferTest, AProxyThatOnlyTunnelsNeverSeesTheToken) {
  LoopbackServer proxy(HttpAnswer("", "403 Forbidden"));
  RequestSettings settings;
  settings.proxy = proxy.Url();
  Request request = Get("https://name.invalid/a", settings);
  request.bearer = Secret("t0ken");
  EXPECT_THAT(Fetch(std::move(request)), FailsWith(Reason::kConnect));
  EXPECT_THAT(proxy.requests(),
              ElementsAre("CONNECT name.invalid:443 HTTP/1.1\r\n"
                          "Host: name.invalid:443\r\n"
                          "User-Agent: tested/1\r\n"
                          "Proxy-Connection: Keep-Alive\r\n\r\n"));
}

}  // namespace
}  // namespace bsg_exporter::http
