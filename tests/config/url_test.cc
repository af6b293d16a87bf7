#include "exporter/config/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::config {
namespace {

TEST(ParseUrlTest, TakesAUrlApart) {
  const Result<Url> url = ParseUrl("HTTPS://Api.example.com:8443/a/b%20c");
  ASSERT_THAT(url, IsOk());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->authority, "Api.example.com:8443");
  EXPECT_EQ(url->host, "Api.example.com");
  EXPECT_EQ(url->path, "/a/b%20c");
  EXPECT_EQ(url->Text(), "https://Api.example.com:8443/a/b%20c");
}

TEST(ParseUrlTest, KnowsIpv6Hosts) {
  const Result<Url> url = ParseUrl("http://[2001:db8::1]:80");
  ASSERT_THAT(url, IsOk());
  EXPECT_EQ(url->host, "2001:db8::1");
  EXPECT_EQ(url->authority, "[2001:db8::1]:80");
  EXPECT_EQ(url->path, "");
}

TEST(ParseUrlTest, RefusesWhatHasNoSoundHost) {
  for (const std::string text :
       {"https://", "https:///a", "https://:80", "https://a b", "https://.",
        "https://a\\b", "https://gr\xc3\xbc", "https://[::1", "https://[::1]80",
        "https://[1.2.3.4]", "https://[]", "https://%61"}) {
    EXPECT_THAT(ParseUrl(text), FailsWith(Reason::kInternal,
                                          "expected a URL with a host such as "
                                          "\"one-api.bsg.world\""))
        << text;
  }
}

TEST(ParseUrlTest, RefusesPortsThatAreNone) {
  for (const std::string text : {"https://a:", "https://a:0", "https://a:65536",
                                 "https://a:80x", "https://a:-1"}) {
    EXPECT_THAT(
        ParseUrl(text),
        FailsWith(Reason::kInternal,
                  "expected a URL with a port from 1 to 65535, or none"))
        << text;
  }
}

TEST(ParseUrlTest, NeverRepeatsAPassword) {
  for (const std::string text :
       {"https://user:hunter2@host", "user:hunter2@host", "ftp://u:hunter2@h/#",
        "https://user:hunter2/@host", "https://user:hunter2?@host"}) {
    const Result<Url> url = ParseUrl(text);
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_THAT(url.error().message,
                testing::Not(testing::HasSubstr("hunter2")));
  }
}

TEST(IsUrlPathTest, TakesPathCharactersAndWholeEscapesOnly) {
  EXPECT_TRUE(IsUrlPath(""));
  EXPECT_TRUE(IsUrlPath("/a-._~!$&'()*+,;=:@%2F"));
  EXPECT_TRUE(IsUrlPath("/%09%af%AF"));
  for (const std::string text : {"/a b", "/%", "/%2", "/%zz", "/a?b", "/a#b",
                                 "/\"", "/<", "/\\", "/\n", "/\xc3\xbc"}) {
    EXPECT_FALSE(IsUrlPath(text)) << text;
  }
}

TEST(IsLoopbackTest, TakesNothingThatOnlyLooksLikeIt) {
  for (const std::string host : {"localhost", "LocalHost", "127.0.0.1",
                                 "127.255.3.4", "::1", "0:0:0:0:0:0:0:1"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const std::string host :
       {"", "localhost.example.com", "127.0.0.1.example.com", "127.1",
        "128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:127.0.0.1",
        "127.example.com", "0127.0.0.1"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(ParsePortTest, TakesWholeNumbersInRange) {
  EXPECT_EQ(ParsePort("0"), 0);
  EXPECT_EQ(ParsePort("65535"), 65535);
  for (const std::string text :
       {"", "-1", "+1", "65536", "1x", " 1", "1 ", "99999999999999999999"}) {
    EXPECT_EQ(ParsePort(text), -1) << text;
  }
}

}  // namespace
}  // namespace bsg_exporter::config
