#include "exporter/config/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

std::string Got(const std::string& expected, const std::string& text) {
  return expected + ", got '" + text + "'";
}

TEST(CheckAccountNameTest, TakesAnyTextButControlCharacters) {
  EXPECT_THAT(CheckAccountName("Großkunde \"A\""),
              IsOkAndHolds("Großkunde \"A\""));
  EXPECT_THAT(CheckAccountName(std::string(128, 'x')), IsOk());
  const std::string rule = "expected 1 to 128 bytes without control characters";
  EXPECT_THAT(CheckAccountName(""),
              FailsWith(Reason::kInternal, Got(rule, "")));
  EXPECT_THAT(CheckAccountName("a\tb"),
              FailsWith(Reason::kInternal, Got(rule, "a\\x09b")));
  EXPECT_THAT(CheckAccountName("\xc2\x85"),
              FailsWith(Reason::kInternal, Got(rule, "\\x85")));
  EXPECT_THAT(
      CheckAccountName(std::string(129, 'x')),
      FailsWith(Reason::kInternal, Got(rule, std::string(80, 'x') + "...")));
}

TEST(CheckBaseUrlTest, CutsSlashesOffTheEnd) {
  EXPECT_THAT(CheckBaseUrl("https://a.example/"),
              IsOkAndHolds("https://a.example"));
  EXPECT_THAT(CheckBaseUrl("HTTPS://a.example/x//"),
              IsOkAndHolds("https://a.example/x"));
  EXPECT_THAT(CheckBaseUrl("http://[::1]:8080"),
              IsOkAndHolds("http://[::1]:8080"));
}

TEST(CheckBaseUrlTest, RefusesOtherSchemes) {
  EXPECT_THAT(CheckBaseUrl("ws://a.example"),
              FailsWith(Reason::kInternal,
                        "expected a URL that begins with https:// or http://"));
}

TEST(CheckListenTest, TakesTheFourForms) {
  for (const std::string text :
       {":10274", "0.0.0.0:1", "localhost:65535", "my-host.example:0",
        "[::]:80", "[2001:db8::1]:80", "unix:/run/bsg exporter.sock"}) {
    EXPECT_THAT(CheckListen(text), IsOkAndHolds(text));
  }
  EXPECT_THAT(CheckListen("localhost:080"), IsOkAndHolds("localhost:80"));
  const std::string longest = "unix:/" + std::string(106, 'x');
  EXPECT_THAT(CheckListen(longest), IsOkAndHolds(longest));
}

TEST(CheckListenTest, RefusesOtherForms) {
  for (const std::string text :
       {"", "10274", "localhost", "::1:80", "::", "[::1]", "[]:80",
        "[localhost]:80", "*:80", "http://localhost:80", "a b:80", "-:80",
        "[::1:80"}) {
    EXPECT_THAT(
        CheckListen(text),
        FailsWith(Reason::kInternal, Got("expected \":port\", \"host:port\", "
                                         "\"[v6]:port\" or \"unix:/path\"",
                                         text)))
        << text;
  }
}

TEST(CheckListenTest, RefusesPortsThatAreNone) {
  for (const std::string text :
       {":", "localhost:", ":65536", ":http", ":-1", ":+1", "[::1]:99999"}) {
    EXPECT_THAT(CheckListen(text),
                FailsWith(Reason::kInternal,
                          Got("expected a port from 0 to 65535", text)));
  }
}

TEST(CheckListenTest, RefusesSocketPathsThatCannotBeBound) {
  const std::string rule =
      "expected \"unix:/path\" with an absolute path of at most 107 bytes";
  for (const std::string text : {"unix:", "unix:/", "unix:run/x"}) {
    EXPECT_THAT(CheckListen(text),
                FailsWith(Reason::kInternal, Got(rule, text)));
  }
  EXPECT_THAT(CheckListen("unix:/" + std::string(107, 'x')),
              FailsWith(Reason::kInternal,
                        Got(rule, "unix:/" + std::string(74, 'x') + "...")));
}

TEST(CheckTelemetryPathTest, TakesAPathOfAUrl) {
  for (const std::string text :
       {"/metrics", "/bsg/metrics", "/probe/x", "/m%20"}) {
    EXPECT_THAT(CheckTelemetryPath(text), IsOkAndHolds(text));
  }
  for (const std::string text : {"", "/", "metrics", "//metrics", "/a b",
                                 "/a?b", "/a#b", "/%", "/\"x"}) {
    EXPECT_THAT(
        CheckTelemetryPath(text),
        FailsWith(Reason::kInternal,
                  Got("expected a URL path such as \"/metrics\"", text)));
  }
}

TEST(CheckTelemetryPathTest, RefusesThePathsOfOtherPages) {
  for (const std::string text : {"/-/healthy", "/-/ready", "/-/reload",
                                 "/probe", "/sd", "/config", "/campaign"}) {
    EXPECT_THAT(
        CheckTelemetryPath(text),
        FailsWith(Reason::kInternal,
                  Got("expected a path that has no other meaning here", text)));
  }
}

TEST(CheckProxyTest, TakesThreeSchemesAndNothing) {
  EXPECT_THAT(CheckProxy(""), IsOkAndHolds(""));
  EXPECT_THAT(CheckProxy("http://proxy:3128/"),
              IsOkAndHolds("http://proxy:3128"));
  EXPECT_THAT(CheckProxy("https://proxy"), IsOkAndHolds("https://proxy"));
  EXPECT_THAT(CheckProxy("socks5://[::1]:1080"),
              IsOkAndHolds("socks5://[::1]:1080"));
  EXPECT_THAT(CheckProxy("socks4://proxy"),
              FailsWith(Reason::kInternal,
                        "expected a URL that begins with http://, https:// or "
                        "socks5://"));
  EXPECT_THAT(CheckProxy("http://gate/x"),
              FailsWith(Reason::kInternal, "expected a URL without a path"));
}

TEST(CheckTimeZoneTest, TakesNamesOfZonesAndNoPaths) {
  for (const std::string text : {"UTC", "Etc/GMT+3", "America/Port-au-Prince",
                                 "America/North_Dakota/Center"}) {
    EXPECT_THAT(CheckTimeZone(text), IsOkAndHolds(text));
  }
  for (const std::string text :
       {"", "/etc/localtime", "../x", "file:x", "A B"}) {
    EXPECT_THAT(CheckTimeZone(text),
                FailsWith(Reason::kInternal,
                          Got("expected the name of a time zone such as "
                              "\"Europe/Berlin\"",
                              text)));
  }
}

TEST(CheckVariableNameTest, NeverRepeatsWhatMayBeAKey) {
  EXPECT_THAT(CheckVariableName("BSG_API_KEY"), IsOkAndHolds("BSG_API_KEY"));
  for (const std::string text : {"", "1A", "live-secret", "A=B", "$A"}) {
    EXPECT_THAT(CheckVariableName(text),
                FailsWith(Reason::kInternal,
                          "expected the name of an environment variable"));
  }
}

TEST(CheckLabelValueTest, TakesAnyTextUpToItsBound) {
  EXPECT_THAT(CheckLabelValue(""), IsOkAndHolds(""));
  EXPECT_THAT(CheckLabelValue(std::string(1024, 'x')), IsOk());
  EXPECT_THAT(
      CheckLabelValue(std::string(1025, 'x')),
      FailsWith(Reason::kInternal, "expected at most 1024 bytes, got 1025"));
}

}  // namespace
}  // namespace bsg_exporter::config
