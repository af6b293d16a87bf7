#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>

#include "tests/http/fetch.h"
#include "tests/http/tls_server.h"
#include "tests/support/files.h"

// What TLS means to CurlTransfer, against a real server.
namespace bsg_exporter::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Request GetWithToken(const std::string& url, RequestSettings settings = {}) {
  Request request = Get(url, std::move(settings));
  request.bearer = Secret("t0ken");
  return request;
}

TEST(CurlTlsTest, ACertificateThatNobodySignedIsRefused) {
  TlsServer server(NewTestCertificate("IP:127.0.0.1"), HttpAnswer("{}"));
  EXPECT_THAT(Fetch(GetWithToken(server.Url())),
              FailsWith(Reason::kTls, HasSubstr("self-signed certificate")));
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTlsTest, TheCaFileSaysWhoIsTrusted) {
  const TempDir dir;
  const TestCertificate known = NewTestCertificate("IP:127.0.0.1");
  TlsServer server(known, HttpAnswer("{}"));
  RequestSettings settings;
  settings.ca_file = dir.Write("ca.pem", known.certificate);
  EXPECT_THAT(Fetch(GetWithToken(server.Url(), settings)),
              IsOkAndHolds(BodyIs("{}")));
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_THAT(server.requests()[0],
              HasSubstr("\r\nAuthorization: Bearer t0ken\r\n"));

  TlsServer stranger(NewTestCertificate("IP:127.0.0.1"), HttpAnswer("{}"));
  EXPECT_THAT(Fetch(GetWithToken(stranger.Url(), settings)),
              FailsWith(Reason::kTls));
}

TEST(CurlTlsTest, ACertificateForAnotherHostIsRefused) {
  const TempDir dir;
  const TestCertificate other = NewTestCertificate("DNS:other.example");
  TlsServer server(other, HttpAnswer("{}"));
  RequestSettings settings;
  settings.ca_file = dir.Write("ca.pem", other.certificate);
  EXPECT_THAT(Fetch(GetWithToken(server.Url(), settings)),
              FailsWith(Reason::kTls, HasSubstr("127.0.0.1")));
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTlsTest, APeerWithoutTlsIsRefused) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadSome();
    peer.Write(HttpAnswer("{}", "400 Bad Request"));
  });
  EXPECT_THAT(Fetch(Get("https://" + server.address() + "/")),
              FailsWith(Reason::kTls));
}

TEST(CurlTlsTest, OffersHttp2AndLeavesTheChoiceToTheServer) {
  const TempDir dir;
  const TestCertificate known = NewTestCertificate("IP:127.0.0.1");
  TlsServer server(known, HttpAnswer("{}"));
  RequestSettings settings;
  settings.ca_file = dir.Write("ca.pem", known.certificate);
  EXPECT_THAT(Fetch(Get(server.Url(), settings)), IsOk());
  EXPECT_THAT(server.offered(), ElementsAre("h2,http/1.1"));
}

TEST(CurlTlsTest, RequestsDoNotStandInLineBehindTheFirstAnswer) {
  const TempDir dir;
  const TestCertificate known = NewTestCertificate("IP:127.0.0.1");
  RequestSettings settings;
  settings.ca_file = dir.Write("ca.pem", known.certificate);
  for (const char* alpn : {"", "http/1.1"}) {
    std::barrier together(4);
    TlsServer server(known, HttpAnswer("{}"), alpn,
                     [&] { together.arrive_and_wait(); });
    const auto transport = NewTransport();
    for (RequestId id = 0; id < 4; ++id) {
      transport->Start(id, Get(server.Url(), settings));
    }
    while (transport->InFlight() > 0) {
      const auto completion = transport->Next(SteadyTime::max());
      ASSERT_TRUE(completion);
      EXPECT_THAT(completion->result, IsOk()) << "ALPN: " << alpn;
    }
    EXPECT_EQ(server.tcp().connections(), 4u);
  }
}

}  // namespace
}  // namespace bsg_exporter::http
