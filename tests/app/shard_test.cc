#include "exporter/app/shard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

testing::Matcher<const collect::Shard&> Is(std::uint32_t ordinal,
                                           std::uint32_t count) {
  return testing::AllOf(testing::Field(&collect::Shard::ordinal, ordinal),
                        testing::Field(&collect::Shard::count, count));
}

TEST(ParseShardTest, TakesOrdinalAndCount) {
  EXPECT_THAT(ParseShard("0/1"), IsOkAndHolds(Is(0, 1)));
  EXPECT_THAT(ParseShard("2/3"), IsOkAndHolds(Is(2, 3)));
  EXPECT_THAT(ParseShard("9999/10000"), IsOkAndHolds(Is(9999, 10000)));
}

TEST(ParseShardTest, TakesTheOrdinalOfAStatefulSetsPod) {
  EXPECT_THAT(ParseShardOn("bsg-exporter-2", "hostname/3"),
              IsOkAndHolds(Is(2, 3)));
  EXPECT_THAT(ParseShardOn("a-b-10", "hostname/11"), IsOkAndHolds(Is(10, 11)));
  // The name does not matter where the number is given.
  EXPECT_THAT(ParseShardOn("bsg-exporter-2", "0/3"), IsOkAndHolds(Is(0, 3)));
}

TEST(ParseShardTest, AsksThisHostForItsName) {
  char host[256] = {};
  ASSERT_EQ(gethostname(host, sizeof host - 1), 0);
  const auto here = ParseShard("hostname/10000");
  const auto expected = ParseShardOn(host, "hostname/10000");
  ASSERT_EQ(here.ok(), expected.ok());
  if (here.ok()) {
    EXPECT_EQ(here->ordinal, expected->ordinal);
  } else {
    EXPECT_EQ(here.error().message, expected.error().message);
  }
}

TEST(ParseShardTest, RefusesWhatIsNoShard) {
  for (const std::string text :
       {"", "/", "1", "1/", "/2", "hostname", "hostname/", "host/2", "-1/2",
        "+1/2", "1/2/3", "1 /2", "1.0/2", "0x1/2", "0/0", "0/10001",
        "hostname/0", "0/99999999999999999999"}) {
    EXPECT_THAT(
        ParseShardOn("pod-0", text),
        FailsWith(Reason::kInternal,
                  "expected I/N or hostname/N with N from 1 to 10000, got '" +
                      text + "'"));
  }
}

TEST(ParseShardTest, RefusesAnOrdinalOutOfRange) {
  EXPECT_THAT(ParseShard("3/3"),
              FailsWith(Reason::kInternal, "expected I from 0 to 2, got 3"));
  EXPECT_THAT(ParseShardOn("pod-5", "hostname/5"),
              FailsWith(Reason::kInternal,
                        "expected I from 0 to 4, got 5 from the host's name "
                        "'pod-5'; N is to be the number of replicas"));
}

TEST(ParseShardTest, RefusesAHostWithoutANumber) {
  for (const std::string host :
       {"", "web", "web-", "web-1a", "web2", "web-0.example.com"}) {
    EXPECT_THAT(
        ParseShardOn(host, "hostname/3"),
        FailsWith(Reason::kInternal,
                  "expected a host whose name ends in a number, such as "
                  "bsg-exporter-0 in a StatefulSet, got '" +
                      host + "'; give I/3 instead"));
  }
}

}  // namespace
}  // namespace bsg_exporter::app
