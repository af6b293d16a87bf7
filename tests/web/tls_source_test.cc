#include "exporter/web/tls_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "tests/support/capture_log.h"
#include "tests/support/fake_clock.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/support/test_certificate.h"

namespace bsg_exporter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class TlsSourceTest : public testing::Test {
 protected:
  TlsSourceTest() {
    Write(NewTestCertificate("DNS:first"));
    auto source = TlsSource::New(options_, clock_, log_);
    EXPECT_THAT(source, IsOk());
    source_ = std::move(source).value();
  }

  void Write(const TestCertificate& identity) {
    Replace("cert.pem", identity.certificate);
    Replace("key.pem", identity.key);
  }
  // As renaming does it: another inode.
  void Replace(const std::string& name, const std::string& text) {
    const std::string fresh = dir_.Write(name + ".new", text);
    ASSERT_EQ(::rename(fresh.c_str(), dir_.path(name).c_str()), 0);
  }

  // What is in force a second later.
  const SSL_CTX* Later() {
    clock_.Advance(seconds(1));
    return source_->Current().get();
  }

  const TempDir dir_;
  FakeClock clock_;
  CaptureLog log_;
  const TlsOptions options_ = {.cert_file = dir_.path("cert.pem"),
                               .key_file = dir_.path("key.pem")};
  std::unique_ptr<TlsSource> source_;
};

TEST_F(TlsSourceTest, FilesThatDoNotChangeAreNotReadAgain) {
  const SSL_CTX* const first = source_->Current().get();
  EXPECT_EQ(Later(), first);
  EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_F(TlsSourceTest, LooksOnceASecond) {
  const SSL_CTX* const first = source_->Current().get();
  Write(NewTestCertificate("DNS:second"));
  clock_.Advance(milliseconds(999));
  EXPECT_EQ(source_->Current().get(), first);
  clock_.Advance(milliseconds(1));
  EXPECT_NE(source_->Current().get(), first);
  EXPECT_THAT(log_.lines(), ElementsAre("info certificate loaded cert_file=" +
                                        options_.cert_file));
}

TEST_F(TlsSourceTest, WhatCannotBeUsedIsWarnedOfOnceAndChangesNothing) {
  const SSL_CTX* const first = source_->Current().get();
  const TestCertificate second = NewTestCertificate("DNS:second");
  Replace("cert.pem", second.certificate);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Later(), first);
  EXPECT_THAT(
      log_.lines(),
      ElementsAre("warn certificate not loaded, the one before stays in force "
                  "err=key_file: '" +
                  options_.key_file +
                  "' is not the key of the certificate in '" +
                  options_.cert_file + "'"));
  Replace("key.pem", second.key);
  EXPECT_NE(Later(), first);
  EXPECT_EQ(log_.lines().back(),
            "info certificate loaded cert_file=" + options_.cert_file);
}

// What was wrong may be mended without a trace in what stat(2) tells here.
TEST_F(TlsSourceTest, AFailureIsTriedAgainWhateverTheFilesLookLike) {
  ASSERT_EQ(::rename(dir_.path("key.pem").c_str(), dir_.path("away").c_str()),
            0);
  Later();
  EXPECT_EQ(log_.lines().size(), 1u);
  ASSERT_EQ(::rename(dir_.path("away").c_str(), dir_.path("key.pem").c_str()),
            0);
  Later();
  EXPECT_EQ(log_.lines().back(),
            "info certificate loaded cert_file=" + options_.cert_file);
  Later();
  EXPECT_EQ(log_.lines().size(), 2u);
}

TEST_F(TlsSourceTest, AtStartItHasToBeRight) {
  Replace("key.pem", "");
  const auto source = TlsSource::New(options_, clock_, log_);
  EXPECT_THAT(source,
              FailsWith(Reason::kInternal,
                        "key_file: '" + options_.key_file +
                            "' holds no private key, expected PEM without "
                            "passphrase"));
}

}  // namespace
}  // namespace bsg_exporter::web
