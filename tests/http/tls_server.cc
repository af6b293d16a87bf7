#include "tests/http/tls_server.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>

#include <array>
#include <memory>
#include <utility>

namespace bsg_exporter::http {
namespace {

struct Free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(X509* p) const { X509_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> BioOf(const std::string& text) {
  return Owned<BIO>(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// What one handshake does about ALPN.
struct Alpn {
  std::string wanted;   // chosen whatever the peer offers; none if empty
  std::string offered;  // comma-separated
};

int ChooseAlpn(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
               const unsigned char* offer, unsigned int size, void* data) {
  Alpn& alpn = *static_cast<Alpn*>(data);
  for (unsigned int at = 0; at < size; at += 1u + offer[at]) {
    if (!alpn.offered.empty()) alpn.offered += ',';
    alpn.offered.append(reinterpret_cast<const char*>(offer + at + 1),
                        offer[at]);
  }
  if (alpn.wanted.empty()) return SSL_TLSEXT_ERR_NOACK;
  *chosen = reinterpret_cast<const unsigned char*>(alpn.wanted.data());
  *chosen_size = static_cast<unsigned char>(alpn.wanted.size());
  return SSL_TLSEXT_ERR_OK;
}

Owned<SSL_CTX> NewContext(const TestCertificate& identity, Alpn& alpn) {
  Owned<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
  const Owned<X509> certificate(PEM_read_bio_X509(
      BioOf(identity.certificate).get(), nullptr, nullptr, nullptr));
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(BioOf(identity.key).get(),
                                                    nullptr, nullptr, nullptr));
  EXPECT_EQ(SSL_CTX_use_certificate(context.get(), certificate.get()), 1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey(context.get(), key.get()), 1);
  SSL_CTX_set_alpn_select_cb(context.get(), ChooseAlpn, &alpn);
  return context;
}

}  // namespace

TlsServer::TlsServer(const TestCertificate& identity, std::string answer,
                     std::string alpn, std::function<void()> before_answer)
    : identity_(identity),
      answer_(std::move(answer)),
      alpn_(std::move(alpn)),
      before_answer_(std::move(before_answer)),
      server_([this](LoopbackConnection& peer) { Serve(peer); }) {}

void TlsServer::Serve(LoopbackConnection& peer) {
  // OpenSSL writes to peers that hung up. The signal stays as it is in the
  // client's thread, which must do without that help.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  Alpn alpn{.wanted = alpn_, .offered = ""};
  const Owned<SSL_CTX> context = NewContext(identity_, alpn);
  const Owned<SSL> tls(SSL_new(context.get()));
  SSL_set_fd(tls.get(), peer.fd());
  const bool accepted = SSL_accept(tls.get()) == 1;
  {
    const std::lock_guard lock(mutex_);
    offered_.push_back(alpn.offered);
  }
  if (!accepted) return;
  std::array<char, 4096> chunk;
  const int got =
      SSL_read(tls.get(), chunk.data(), static_cast<int>(chunk.size()));
  if (got <= 0) return;
  {
    const std::lock_guard lock(mutex_);
    requests_.emplace_back(chunk.data(), static_cast<std::size_t>(got));
  }
  if (before_answer_) before_answer_();
  SSL_write(tls.get(), answer_.data(), static_cast<int>(answer_.size()));
  peer.WaitForClose();
}

std::vector<std::string> TlsServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> TlsServer::offered() const {
  const std::lock_guard lock(mutex_);
  return offered_;
}

}  // namespace bsg_exporter::http
