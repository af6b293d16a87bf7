#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/loopback_server.h"
#include "tests/support/test_certificate.h"

namespace bsg_exporter::http {

// An HTTPS server: each connection is one handshake, one request, one answer.
class TlsServer {
 public:
  // Agrees on `alpn` if it is not empty. Calls `before_answer`, if there is
  // one, once it has a request.
  TlsServer(const TestCertificate& identity, std::string answer,
            std::string alpn = "", std::function<void()> before_answer = {});

  std::string Url() const { return "https://" + server_.address() + "/"; }
  const LoopbackServer& tcp() const { return server_; }
  // The requests that came through the handshake.
  std::vector<std::string> requests() const;
  // What each handshake offered for ALPN: "h2,http/1.1".
  std::vector<std::string> offered() const;

 private:
  void Serve(LoopbackConnection& peer);

  const TestCertificate identity_;
  const std::string answer_;
  const std::string alpn_;
  const std::function<void()> before_answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::vector<std::string> offered_;   // guarded by mutex_
  LoopbackServer server_;              // last: its threads use the others
};

}  // namespace bsg_exporter::http
