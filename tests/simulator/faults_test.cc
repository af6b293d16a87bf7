#include "tests/simulator/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::simulator {
namespace {

constexpr FaultSubject kDetail7{Endpoint::kDetail, 7, "main"};

Fault FaultOf(const std::string& text) {
  const auto fault = ParseFault(Query(text));
  EXPECT_THAT(fault, IsOk());
  return fault.ok() ? *fault : Fault{};
}

bool Strikes(const std::string& text, const FaultSubject& subject) {
  Faults faults(1);
  faults.Add(FaultOf(text));
  return faults.Judge(subject).fault.has_value();
}

TEST(FaultsTest, StrikesWhatItNames) {
  EXPECT_TRUE(Strikes("kind=reset", kDetail7));
  EXPECT_TRUE(Strikes("kind=reset&endpoint=detail", kDetail7));
  EXPECT_FALSE(Strikes("kind=reset&endpoint=balance", kDetail7));
  EXPECT_TRUE(Strikes("kind=reset&campaign=7", kDetail7));
  EXPECT_FALSE(Strikes("kind=reset&campaign=8", kDetail7));
  EXPECT_FALSE(
      Strikes("kind=reset&campaign=7", {Endpoint::kBalance, {}, "main"}));
  EXPECT_TRUE(Strikes("kind=reset&account=main", kDetail7));
  EXPECT_FALSE(Strikes("kind=reset&account=other", kDetail7));
}

TEST(FaultsTest, TwistsConcernDetailDocumentsOnly) {
  EXPECT_TRUE(Strikes("kind=wrong_type", kDetail7));
  EXPECT_FALSE(Strikes("kind=wrong_type", {Endpoint::kLogin, {}, "main"}));
  EXPECT_TRUE(Strikes("kind=no_document", {Endpoint::kLogin, {}, "main"}));
}

TEST(FaultsTest, TimesCountsTheRequestsThatItStrikes) {
  Faults faults(1);
  faults.Add(FaultOf("kind=503&times=2&campaign=7"));
  EXPECT_FALSE(faults.Judge({Endpoint::kDetail, 8, "main"}).fault);
  EXPECT_TRUE(faults.Judge(kDetail7).fault);
  EXPECT_TRUE(faults.Judge(kDetail7).fault);
  EXPECT_FALSE(faults.Judge(kDetail7).fault);
  EXPECT_EQ(faults.size(), 0u);
}

std::string Pattern(std::uint64_t seed) {
  Faults faults(seed);
  faults.Add(FaultOf("kind=reset&probability=0.3"));
  std::string pattern;
  for (int i = 0; i < 1000; ++i) {
    pattern += faults.Judge(kDetail7).fault ? 'x' : '.';
  }
  return pattern;
}

TEST(FaultsTest, ProbabilityIsTheSameForTheSameSeed) {
  const std::string pattern = Pattern(5);
  EXPECT_EQ(pattern, Pattern(5));
  EXPECT_NE(pattern, Pattern(6));
  const auto struck = std::count(pattern.begin(), pattern.end(), 'x');
  EXPECT_GT(struck, 250);
  EXPECT_LT(struck, 350);
  EXPECT_FALSE(Strikes("kind=reset&probability=0", kDetail7));
}

TEST(FaultsTest, DelaysAddUpAndTheFirstOtherFaultCounts) {
  Faults faults(1);
  faults.Add(FaultOf("kind=latency&ms=20"));
  faults.Add(FaultOf("kind=503&times=1"));
  faults.Add(FaultOf("kind=404"));
  faults.Add(FaultOf("kind=latency&ms=5"));
  const FaultVerdict first = faults.Judge(kDetail7);
  EXPECT_EQ(first.delay, Span(25));
  ASSERT_TRUE(first.fault.has_value());
  EXPECT_EQ(first.fault->status, 503);
  EXPECT_EQ(faults.Judge(kDetail7).fault->status, 404);
}

TEST(FaultsTest, JitterStaysWithinItsBounds) {
  Faults faults(1);
  faults.Add(FaultOf("kind=latency&ms=10&jitter_ms=5"));
  Span least(1000);
  Span most(0);
  for (int i = 0; i < 200; ++i) {
    const Span delay = faults.Judge(kDetail7).delay;
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_EQ(least, Span(10));
  EXPECT_EQ(most, Span(15));
}

TEST(FaultsTest, ClearEndsThemAll) {
  Faults faults(1);
  faults.Add(FaultOf("kind=reset"));
  faults.Clear();
  EXPECT_FALSE(faults.Judge(kDetail7).fault);
}

TEST(ParseFaultTest, ReadsEveryParameter) {
  const Fault fault = FaultOf(
      "kind=status&status=429&endpoint=list&campaign=3&account=a%20b&times=2&"
      "probability=0.25&ms=7&jitter_ms=8&retry_after=date%3A30&bytes=9&"
      "url=http%3A%2F%2Fx%2F&chunked=1");
  EXPECT_EQ(fault.kind, FaultKind::kStatus);
  EXPECT_EQ(fault.status, 429);
  EXPECT_EQ(fault.endpoint, Endpoint::kList);
  EXPECT_EQ(fault.campaign, 3);
  EXPECT_EQ(fault.account, "a b");
  EXPECT_EQ(fault.times, 2);
  EXPECT_EQ(fault.probability, 250'000);
  EXPECT_EQ(fault.delay, Span(7));
  EXPECT_EQ(fault.jitter, Span(8));
  EXPECT_EQ(fault.retry_after, "date:30");
  EXPECT_EQ(fault.bytes, 9);
  EXPECT_EQ(fault.url, "http://x/");
  EXPECT_TRUE(fault.chunked);
}

TEST(ParseFaultTest, ANumberIsAStatus) {
  EXPECT_EQ(FaultOf("kind=502").kind, FaultKind::kStatus);
  EXPECT_EQ(FaultOf("kind=502").status, 502);
}

TEST(ParseFaultTest, NamesWhatIsWrong) {
  const auto refused = [](const char* text, const char* message) {
    EXPECT_THAT(ParseFault(Query(text)),
                FailsWith(Reason::kClientError, message))
        << text;
  };
  refused("endpoint=list", "fault: no kind");
  refused("kind=flood", "fault: bad kind 'flood'");
  refused("kind=status", "fault: no status");
  refused("kind=redirect", "fault: no url");
  refused("kind=reset&color=red", "fault: no parameter 'color'");
  refused("kind=reset&probability=2", "fault: bad probability '2'");
  refused("kind=reset&times=-1", "fault: bad times '-1'");
  refused("kind=reset&endpoint=moon", "fault: bad endpoint 'moon'");
  refused("kind=redirect&url=a%0d%0ab", "fault: bad url 'a\r\nb'");
}

}  // namespace
}  // namespace bsg_exporter::simulator
