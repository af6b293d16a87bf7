#pragma once

#include <string>

namespace bsg_exporter {

// A self-signed certificate, fresh from the press, and its key; both PEM.
struct TestCertificate {
  std::string certificate;
  std::string key;
};

// `subject` as OpenSSL writes an alternative name: "IP:127.0.0.1", "DNS:a.b".
TestCertificate NewTestCertificate(const std::string& subject);

}  // namespace bsg_exporter
