#include "bsg_exporter/http/ca_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/fetch.h"
#include "tests/http/tls_server.h"
#include "tests/support/files.h"

namespace bsg_exporter::http {
namespace {

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

}  // namespace
}  // namespace bsg_exporter::http
