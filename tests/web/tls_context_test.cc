#include "exporter/web/tls_context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/support/test_certificate.h"

namespace bsg_exporter::web {
namespace {

class CheckTlsTest : public testing::Test {
 protected:
  CheckTlsTest() {
    options_.cert_file = dir_.Write("cert.pem", ours_.certificate);
    options_.key_file = dir_.Write("key.pem", ours_.key);
  }

  void ExpectRefused(const std::string& message) const {
    EXPECT_THAT(CheckTls(options_), FailsWith(Reason::kInternal, message));
  }

  const TempDir dir_;
  const TestCertificate ours_ = NewTestCertificate("DNS:ours");
  const TestCertificate other_ = NewTestCertificate("DNS:other");
  TlsOptions options_;
};

TEST_F(CheckTlsTest, ACertificateAndItsKeyAreEnough) {
  EXPECT_THAT(CheckTls(options_), IsOk());
  dir_.Write("cert.pem", ours_.certificate + other_.certificate);
  EXPECT_THAT(CheckTls(options_), IsOk()) << "with a chain";
  dir_.Write("key.pem", "a comment\n" + ours_.key);
  EXPECT_THAT(CheckTls(options_), IsOk()) << "with something before the key";
}

TEST_F(CheckTlsTest, NamesTheFileThatCannotBeRead) {
  options_.cert_file = dir_.path("nowhere");
  ExpectRefused("cannot read '" + dir_.path("nowhere") +
                "': No such file or directory");
  options_.cert_file = dir_.path("pipe");
  ASSERT_EQ(mkfifo(options_.cert_file.c_str(), 0600), 0);
  ExpectRefused("cannot read '" + options_.cert_file + "': not a regular file");
}

TEST_F(CheckTlsTest, NamesTheFileThatIsNotWhatItShouldBe) {
  dir_.Write("cert.pem", ours_.key);
  ExpectRefused("'" + options_.cert_file +
                "' holds no certificate, expected PEM");
  dir_.Write("cert.pem", ours_.certificate);
  dir_.Write("key.pem", ours_.certificate);
  ExpectRefused("'" + options_.key_file +
                "' holds no private key, expected PEM without passphrase");
  dir_.Write("key.pem", other_.key);
  ExpectRefused("'" + options_.key_file +
                "' is not the key of the certificate in '" +
                options_.cert_file + "'");
}

TEST_F(CheckTlsTest, ABrokenCertificateInTheChainIsNotPassedOver) {
  std::string broken = other_.certificate;
  broken.replace(broken.find('\n') + 1, 8, "AAAAAAAA");
  dir_.Write("cert.pem", ours_.certificate + broken);
  const TlsStatus status = CheckTls(options_);
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message,
              testing::StartsWith("'" + options_.cert_file +
                                  "' holds a broken certificate: "));
}

// Asking at the terminal would hang a service for ever.
TEST_F(CheckTlsTest, AKeyWithAPassphraseIsRefusedAndNobodyIsAsked) {
  dir_.Write(
      "key.pem",
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
      "MIGjMF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBDKvJ0ln8ha1XGQPo4c\n"
      "-----END ENCRYPTED PRIVATE KEY-----\n");
  ExpectRefused("'" + options_.key_file +
                "' holds no private key, expected PEM without passphrase");
}

TEST_F(CheckTlsTest, WaysThatVerifyNeedSomebodyToTrust) {
  const std::string needs_ca = "needs a client_ca_file to verify with";
  for (const ClientAuth auth :
       {ClientAuth::kVerifyIfGiven, ClientAuth::kRequireAndVerify}) {
    options_.client_auth = auth;
    options_.client_ca_file.clear();
    ExpectRefused(needs_ca);
    options_.client_ca_file = dir_.path("nowhere");
    ExpectRefused("cannot read '" + dir_.path("nowhere") +
                  "': No such file or directory");
    options_.client_ca_file = dir_.Write("ca.pem", other_.certificate);
    EXPECT_THAT(CheckTls(options_), IsOk());
  }
}

TEST_F(CheckTlsTest, WaysThatDoNotVerifyTakeNoRulesThatWouldCountForNothing) {
  const std::string remedy =
      "needs a client_auth_type that verifies: RequireAndVerifyClientCert or "
      "VerifyClientCertIfGiven";
  for (const ClientAuth auth :
       {ClientAuth::kNone, ClientAuth::kRequest, ClientAuth::kRequireAny}) {
    options_.client_auth = auth;
    options_.client_allowed_sans = {"a"};
    ExpectRefused(remedy);
    options_.client_allowed_sans.clear();
    options_.client_ca_file = dir_.Write("ca.pem", other_.certificate);
    ExpectRefused(remedy);
    options_.client_ca_file.clear();
    EXPECT_THAT(CheckTls(options_), IsOk());
  }
}

TEST_F(CheckTlsTest, NamesACipherSuiteThatIsNone) {
  options_.cipher_suites = {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                            "TLS_CHACHA20_POLY1305_SHA256"};
  EXPECT_THAT(CheckTls(options_), IsOk());
  options_.cipher_suites = {"TLS_NOTHING_WITH_NOTHING"};
  ExpectRefused("unknown 'TLS_NOTHING_WITH_NOTHING', expected IANA names");
  options_.cipher_suites = {"TLS_NOTHING"};
  EXPECT_FALSE(CheckTls(options_).ok());
}

}  // namespace
}  // namespace bsg_exporter::web
