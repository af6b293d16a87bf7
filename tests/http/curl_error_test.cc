#include "exporter/http/curl_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/fetch.h"
#include "tests/support/loopback_server.h"

namespace bsg_exporter::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// What a GET comes to if the server answers so and then closes.
Result<Response> FetchFrom(std::string answer) {
  LoopbackServer server([&](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write(answer);
  });
  return Fetch(Get(server.Url()));
}

TEST(CurlErrorTest, ANameThatDoesNotResolve) {
  EXPECT_THAT(Fetch(Get("http://name.invalid/secret?key=k")),
              FailsWith(Reason::kDns,
                        AllOf(HasSubstr("name.invalid"), Not(HasSubstr("k=")),
                              Not(HasSubstr("secret")))));
}

TEST(CurlErrorTest, APortOnWhichNobodyListens) {
  const std::string port = std::to_string(RefusedPort());
  EXPECT_THAT(Fetch(Get("http://127.0.0.1:" + port + "/secret")),
              FailsWith(Reason::kConnect,
                        AllOf(HasSubstr(port), Not(HasSubstr("secret")))));
}

TEST(CurlErrorTest, AConnectionThatClosesWithoutAWord) {
  EXPECT_THAT(FetchFrom(""), FailsWith(Reason::kConnect));
}

TEST(CurlErrorTest, AConnectionThatClosesWithinTheHeaders) {
  EXPECT_THAT(
      FetchFrom("HTTP/1.1 200 OK\r\nServer: x\r\nConte"),
      FailsWith(Reason::kConnect, "connection closed within the headers"));
}

TEST(CurlErrorTest, AnInterimAnswerIsNoAnswer) {
  EXPECT_THAT(FetchFrom("HTTP/1.1 103 Early Hints\r\n\r\n"),
              FailsWith(Reason::kConnect));
}

TEST(CurlErrorTest, AResetInTheMiddleOfTheBody) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    peer.Reset();
  });
  EXPECT_THAT(Fetch(Get(server.Url())), FailsWith(Reason::kConnect));
}

TEST(CurlErrorTest, LessThanContentLengthPromised) {
  EXPECT_THAT(FetchFrom("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
              FailsWith(Reason::kConnect));
}

TEST(CurlErrorTest, ChunksThatEndTooEarly) {
  EXPECT_THAT(
      FetchFrom("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"),
      FailsWith(Reason::kConnect));
}

TEST(CurlErrorTest, APeerThatDoesNotSpeakHttp) {
  EXPECT_THAT(FetchFrom("SSH-2.0-OpenSSH_9.2\r\n"),
              FailsWith(Reason::kServerError));
  EXPECT_THAT(FetchFrom("HTTP/9.9 200 OK\r\n\r\n"),
              FailsWith(Reason::kServerError));
  EXPECT_THAT(FetchFrom("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
              FailsWith(Reason::kServerError));
}

TEST(CurlErrorTest, AnAnswerThatDoesNotCome) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.WaitForClose();
  });
  Request request = Get(server.Url());
  request.timeout = std::chrono::milliseconds(50);
  EXPECT_THAT(Fetch(std::move(request)), FailsWith(Reason::kTimeout));
}

TEST(CurlErrorTest, ATimeoutOfNothingIsNotATimeoutOfNever) {
  LoopbackServer server([](LoopbackConnection& peer) { peer.WaitForClose(); });
  Request request = Get(server.Url());
  request.timeout = Duration::zero();
  EXPECT_THAT(Fetch(std::move(request)), FailsWith(Reason::kTimeout));
}

TEST(CurlErrorTest, AUrlThatIsNotForUs) {
  EXPECT_THAT(Fetch(Get("file:///etc/passwd")), FailsWith(Reason::kInternal));
  EXPECT_THAT(Fetch(Get("ftp://127.0.0.1/")), FailsWith(Reason::kInternal));
  EXPECT_THAT(Fetch(Get("")), FailsWith(Reason::kInternal));
  EXPECT_THAT(Fetch(Get("http://user:pass@127.0.0.1/")),
              FailsWith(Reason::kInternal, Not(HasSubstr("pass"))));
}

TEST(CurlErrorTest, TheRestIsMappedByWhatItMeans) {
  EXPECT_EQ(ReasonOf(CURLE_COULDNT_RESOLVE_PROXY, false), Reason::kDns);
  EXPECT_EQ(ReasonOf(CURLE_SEND_ERROR, true), Reason::kConnect);
  EXPECT_EQ(ReasonOf(CURLE_HTTP2, true), Reason::kConnect);
  EXPECT_EQ(ReasonOf(CURLE_HTTP2_STREAM, true), Reason::kConnect);
  EXPECT_EQ(ReasonOf(CURLE_SSL_CACERT_BADFILE, false), Reason::kTls);
  EXPECT_EQ(ReasonOf(CURLE_UNSUPPORTED_PROTOCOL, false), Reason::kInternal);
  EXPECT_EQ(ReasonOf(CURLE_UNSUPPORTED_PROTOCOL, true), Reason::kServerError);
  EXPECT_EQ(ReasonOf(CURLE_OUT_OF_MEMORY, true), Reason::kInternal);
}

TEST(CurlErrorTest, AMessageIsOneLineWhateverThePeerIsCalled) {
  const Error error = ErrorOf(CURLE_PEER_FAILED_VERIFICATION, false,
                              "subject 'a\r\nlevel=error\x7f'");
  EXPECT_EQ(error.reason, Reason::kTls);
  EXPECT_EQ(error.message, "subject 'a\\x0d\\x0alevel=error\\x7f'");
}

TEST(CurlErrorTest, WithoutWordsOfItsOwnItHasTheCodes) {
  EXPECT_EQ(ErrorOf(CURLE_GOT_NOTHING, true, "").message,
            curl_easy_strerror(CURLE_GOT_NOTHING));
}

}  // namespace
}  // namespace bsg_exporter::http
