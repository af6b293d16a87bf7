#include "bsg_exporter/http/curl_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <set>
#include <thread>

#include "tests/http/fetch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/loopback_server.h"

namespace bsg_exporter::http {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

std::string PathOf(RequestId id) { return {'/', static_cast<char>('0' + id)}; }

// A server that never answers.
void Hang(LoopbackConnection& peer) { peer.WaitForClose(); }

TEST(CurlTransportTest, ManyRequestsShareOneConnection) {
  LoopbackServer server(HttpAnswer("{}"));
  const auto transport = NewTransport();
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOk());
  }
  EXPECT_EQ(server.requests().size(), 20u);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(CurlTransportTest, AsManyRequestsAsItHoldsAreUnderWayAtATime) {
  std::barrier together(4);
  LoopbackServer server([&](LoopbackConnection& peer) {
    while (const auto request = peer.ReadRequest()) {
      together.arrive_and_wait();
      peer.Write(HttpAnswer(request->substr(4, 2)));
    }
  });
  const auto transport = NewTransport();
  EXPECT_EQ(transport->capacity(), 4u);
  for (RequestId id = 0; id < 4; ++id) {
    transport->Start(id, Get(server.Url(PathOf(id))));
    EXPECT_EQ(transport->InFlight(), id + 1);
  }
  std::set<RequestId> done;
  while (transport->InFlight() > 0) {
    const auto completion = transport->Next(SteadyTime::max());
    ASSERT_TRUE(completion);
    EXPECT_THAT(completion->result,
                IsOkAndHolds(BodyIs(PathOf(completion->id))));
    done.insert(completion->id);
  }
  EXPECT_EQ(done, (std::set<RequestId>{0, 1, 2, 3}));
}

TEST(CurlTransportTest, AllItsConnectionsOutliveALull) {
  std::barrier together(4);
  LoopbackServer server([&](LoopbackConnection& peer) {
    while (peer.ReadRequest()) {
      together.arrive_and_wait();
      peer.Write(HttpAnswer("{}"));
    }
  });
  const auto transport = NewTransport();
  for (int round = 0; round < 3; ++round) {
    for (RequestId id = 0; id < 4; ++id) {
      transport->Start(id, Get(server.Url()));
    }
    while (transport->InFlight() > 0) {
      const auto completion = transport->Next(SteadyTime::max());
      ASSERT_TRUE(completion);
      EXPECT_THAT(completion->result, IsOk());
    }
  }
  EXPECT_EQ(server.connections(), 4u);
}

TEST(CurlTransportTest, AConnectionThatClosedWhileIdleIsReplaced) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write(HttpAnswer("{}"));
  });
  const auto transport = NewTransport();
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOk());
  }
  EXPECT_EQ(server.connections(), 5u);
}

TEST(CurlTransportTest, AConnectionThatClosesUnderARequestIsReplaced) {
  LoopbackServer server([](LoopbackConnection& peer) {
    peer.ReadRequest();
    peer.Write(HttpAnswer("{}"));
    if (peer.number() == 0) {
      peer.ReadRequest();
    } else {
      peer.WaitForClose();
    }
  });
  const auto transport = NewTransport();
  EXPECT_THAT(Fetch(*transport, Get(server.Url("/1"))), IsOk());
  EXPECT_THAT(Fetch(*transport, Post(server.Url("/2"), "{}")), IsOk());
  EXPECT_EQ(server.connections(), 2u);
  ASSERT_EQ(server.requests().size(), 3u);
  EXPECT_EQ(server.requests()[2], server.requests()[1]);
}

TEST(CurlTransportTest, NothingComesOfARequestUnderWayUntilItsTime) {
  LoopbackServer server(Hang);
  const auto transport = NewTransport();
  transport->Start(1, Get(server.Url()));
  const SystemClock clock;
  const SteadyTime until = clock.Steady() + milliseconds(20);
  EXPECT_FALSE(transport->Next(until));
  EXPECT_GE(clock.Steady(), until);
  EXPECT_EQ(transport->InFlight(), 1u);
}

TEST(CurlTransportTest, ItWaitsWithNothingUnderWayToo) {
  const auto transport = NewTransport();
  const SystemClock clock;
  const SteadyTime until = clock.Steady() + milliseconds(20);
  EXPECT_FALSE(transport->Next(until));
  EXPECT_GE(clock.Steady(), until);
}

TEST(CurlTransportTest, WhatIsThereComesEvenAfterItsTime) {
  LoopbackServer server(HttpAnswer("{}"));
  const auto transport = NewTransport();
  for (RequestId id = 0; id < 2; ++id) {
    transport->Start(id, Get(server.Url()));
  }
  Request refused = Get("file:///");
  transport->Start(2, std::move(refused));
  int completions = 0;
  while (completions < 3) {
    if (transport->Next(SteadyTime::min())) ++completions;
  }
  EXPECT_FALSE(transport->Next(SteadyTime::min()));
}

TEST(CurlTransportTest, DurationIsMeasuredByTheClockItIsGiven) {
  FakeClock clock;
  std::barrier together(2);
  LoopbackServer server([&](LoopbackConnection& peer) {
    peer.ReadRequest();
    together.arrive_and_wait();
    peer.Write(HttpAnswer("{}"));
  });
  auto transport = NewCurlTransport(TestOptions(), clock);
  ASSERT_THAT(transport, IsOk());
  (*transport)->Start(1, Get(server.Url()));
  EXPECT_FALSE((*transport)->Next(clock.Steady()));
  clock.Advance(hours(3));
  std::jthread answer([&] { together.arrive_and_wait(); });
  const auto completion = (*transport)->Next(SteadyTime::max());
  ASSERT_TRUE(completion);
  EXPECT_EQ(completion->duration, hours(3));
}

TEST(CurlTransportTest, WakeEndsTheNextWaitOnce) {
  const auto transport = NewTransport();
  transport->Wake();
  transport->Wake();
  EXPECT_FALSE(transport->Next(SteadyTime::max()));
  // Spent: this one waits for its time.
  const SystemClock clock;
  const SteadyTime until = clock.Steady() + milliseconds(20);
  EXPECT_FALSE(transport->Next(until));
  EXPECT_GE(clock.Steady(), until);
}

TEST(CurlTransportTest, WakeEndsAWaitFromAnotherThread) {
  LoopbackServer server(Hang);
  const auto transport = NewTransport();
  transport->Start(1, Get(server.Url()));
  for (int i = 0; i < 100; ++i) {
    std::jthread other([&] { transport->Wake(); });
    EXPECT_FALSE(transport->Next(SteadyTime::max()));
  }
  EXPECT_EQ(transport->InFlight(), 1u);
}

TEST(CurlTransportTest, AWakeIsNotSpentOnACompletion) {
  const auto transport = NewTransport();
  transport->Start(1, Get("file:///"));
  transport->Wake();
  EXPECT_TRUE(transport->Next(SteadyTime::max()));
  EXPECT_FALSE(transport->Next(SteadyTime::max()));
}

TEST(CurlTransportTest, CancelAllLeavesNothing) {
  LoopbackServer hangs(Hang);
  LoopbackServer server(HttpAnswer("{}"));
  const auto transport = NewTransport();
  transport->Start(1, Get(hangs.Url()));
  transport->Start(2, Get("http://name.invalid/"));
  Request refused = Get(server.Url());
  refused.bearer = Secret("\n");
  transport->Start(3, std::move(refused));
  transport->CancelAll();
  EXPECT_EQ(transport->InFlight(), 0u);
  EXPECT_FALSE(transport->Next(SteadyTime::min()));
  EXPECT_THAT(Fetch(*transport, Get(server.Url())), IsOkAndHolds(BodyIs("{}")));
}

TEST(CurlTransportTest, ItMayEndWithRequestsUnderWay) {
  LoopbackServer server(Hang);
  const auto transport = NewTransport();
  for (RequestId id = 0; id < 4; ++id) transport->Start(id, Get(server.Url()));
  EXPECT_FALSE(transport->Next(SteadyTime::min()));
}

TEST(CurlTransportTest, AFloodOfCompletionsDoesNotKeepOthersFromTheirTurn) {
  LoopbackServer server(HttpAnswer("{}"));
  const auto transport = NewTransport();
  transport->Start(1, Get(server.Url()));
  // Completes at once, without a socket, for as long as the other takes.
  RequestId last = 0;
  while (last != 1) {
    Request refused = Get(server.Url());
    refused.bearer = Secret("\n");
    transport->Start(2, std::move(refused));
    const auto completion = transport->Next(SteadyTime::max());
    ASSERT_TRUE(completion);
    last = completion->id;
  }
}

}  // namespace
}  // namespace bsg_exporter::http
