// One transport, requests of different settings.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/fetch.h"
#include "tests/http/tls_server.h"
#include "tests/support/files.h"

namespace bsg_exporter::http {
namespace {

using testing::SizeIs;

TEST(CurlSettingsTest, AProxyIsThatOfTheRequest) {
  LoopbackServer proxy(HttpAnswer("by proxy"));
  LoopbackServer server(HttpAnswer("direct"));
  const auto transport = NewTransport();
  const RequestSettings proxied{.proxy = proxy.Url()};
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Fetch(*transport, Get(server.Url(), proxied)),
                IsOkAndHolds(BodyIs("by proxy")));
    EXPECT_THAT(Fetch(*transport, Get(server.Url())),
                IsOkAndHolds(BodyIs("direct")));
  }
  EXPECT_THAT(server.requests(), SizeIs(2));
}

// Nor does one that trusts nobody get the connection of one that does.
TEST(CurlSettingsTest, WhoIsTrustedIsThatOfTheRequest) {
  const TempDir dir;
  const TestCertificate known = NewTestCertificate("IP:127.0.0.1");
  TlsServer server(known, HttpAnswer("{}"));
  const RequestSettings trusting{.ca_file =
                                     dir.Write("ca.pem", known.certificate)};
  const auto transport = NewTransport();
  EXPECT_THAT(Fetch(*transport, Get(server.Url())), FailsWith(Reason::kTls));
  EXPECT_THAT(Fetch(*transport, Get(server.Url(), trusting)), IsOk());
  EXPECT_THAT(Fetch(*transport, Get(server.Url())), FailsWith(Reason::kTls));
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST(CurlSettingsTest, TheLimitIsThatOfTheRequest) {
  LoopbackServer server(HttpAnswer(std::string(1001, 'x')));
  const auto transport = NewTransport();
  EXPECT_THAT(Fetch(*transport, Get(server.Url())),
              FailsWith(Reason::kTooLarge));
  Request request = Get(server.Url());
  request.settings = nullptr;
  EXPECT_THAT(Fetch(*transport, std::move(request)), IsOk());
}

TEST(CurlSettingsTest, NewOnesThatReachTheHostAlikeUseItsConnections) {
  LoopbackServer server([](LoopbackConnection& peer) {
    while (peer.ReadRequest()) peer.Write(HttpAnswer("{}"));
  });
  const auto transport = NewTransport();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOk());
  }
  EXPECT_EQ(server.connections(), 1u);
}

TEST(CurlSettingsTest, ItsCapacityMayChangeWhileRequestsAreUnderWay) {
  LoopbackServer server([](LoopbackConnection& peer) {
    while (peer.ReadRequest()) peer.Write(HttpAnswer("{}"));
  });
  const auto transport = NewTransport();
  transport->Start(1, Get(server.Url()));
  transport->Start(2, Get(server.Url()));
  transport->SetCapacity(1);
  EXPECT_EQ(transport->capacity(), 1u);
  EXPECT_EQ(transport->InFlight(), 2u);
  while (transport->InFlight() > 0) {
    const auto completion = transport->Next(SteadyTime::max());
    ASSERT_TRUE(completion);
    EXPECT_THAT(completion->result, IsOk());
  }
  transport->SetCapacity(6);
  for (RequestId id = 0; id < 6; ++id) transport->Start(id, Get(server.Url()));
  EXPECT_EQ(transport->InFlight(), 6u);
}

}  // namespace
}  // namespace bsg_exporter::http
