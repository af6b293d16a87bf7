#include "bsg_exporter/http/curl_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/fetch.h"
#include "tests/http/tls_server.h"
#include "tests/support/files.h"

namespace bsg_exporter::http {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(CheckCaFileTest, TakesAFileOfCertificates) {
  const TempDir dir;
  const std::string one = NewTestCertificate("DNS:a").certificate;
  const std::string two = NewTestCertificate("DNS:b").certificate;
  EXPECT_THAT(CheckCaFile(dir.Write("ca.pem", one + two)), IsOk());
  EXPECT_THAT(CheckCaFile(""), IsOk());
}

TEST(CheckCaFileTest, NamesTheFileThatIsNotOne) {
  const TempDir dir;
  const TestCertificate good = NewTestCertificate("DNS:a");
  for (const std::string& text :
       {std::string(), std::string("junk"), good.key,
        good.certificate + good.certificate.substr(0, 200) +
            "\n-----END CERTIFICATE-----\n"}) {
    const std::string path = dir.Write("ca.pem", text);
    EXPECT_THAT(
        CheckCaFile(path),
        FailsWith(Reason::kTls,
                  "'" + path + "' holds no certificates, or damaged ones"))
        << text;
  }
  EXPECT_THAT(CheckCaFile(dir.path()),
              FailsWith(Reason::kTls,
                        "cannot read '" + dir.path() + "': Is a directory"));
}

TEST(CheckProxyTest, TakesEverySchemeThatLibcurlHas) {
  for (const char* proxy :
       {"", "proxy.example:3128", "http://user:pass@proxy.example",
        "https://proxy.example", "socks4://p", "socks4a://p", "socks5://p",
        "socks5h://[::1]:1080"}) {
    EXPECT_THAT(CheckProxy(proxy), IsOk()) << proxy;
  }
}

TEST(CheckProxyTest, RefusesTheRestWithoutRepeatingIt) {
  for (const char* proxy :
       {"ftp://user:pass@proxy.example", "http://user:pass@proxy:port",
        "http://user:pass@", "user:pass proxy"}) {
    EXPECT_THAT(CheckProxy(proxy),
                FailsWith(Reason::kInternal,
                          AllOf(AnyOf(StartsWith("not a URL: "),
                                      StartsWith("its scheme must be http, ")),
                                Not(HasSubstr("pass")))))
        << proxy;
  }
}

}  // namespace
}  // namespace bsg_exporter::http
