#include "exporter/web/tls_files.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <memory>
#include <vector>

#include "bsg_exporter/base/file.h"
#include "exporter/web/tls_context.h"

namespace bsg_exporter::web {
namespace {

constexpr std::size_t kMaxBytes = 16 << 20;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error Wrong(const std::string& path, const std::string& what) {
  return {Reason::kInternal, "'" + path + "' " + what};
}

Owned<BIO> Reading(const std::string& text) {
  return Owned<BIO>(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Nobody is asked for a passphrase, least of all at the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// All of a file's, at least one.
Result<std::vector<Owned<X509>>> ReadCertificates(const std::string& path) {
  const Result<std::string> text = ReadRegularFile(path, kMaxBytes);
  if (!text.ok()) return text.error();
  const Owned<BIO> pem = Reading(*text);
  std::vector<Owned<X509>> all;
  while (X509* one =
             PEM_read_bio_X509_AUX(pem.get(), nullptr, NoPassphrase, nullptr)) {
    all.emplace_back(one);
  }
  // The end of the text is one error, and the only one that is none.
  const bool at_end =
      ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (all.empty() && at_end) {
    ERR_clear_error();
    return Wrong(path, "holds no certificate, expected PEM");
  }
  if (!at_end) {
    return Wrong(path, "holds a broken certificate: " + TakeTlsError());
  }
  ERR_clear_error();
  return all;
}

Result<Owned<EVP_PKEY>> ReadKey(const std::string& path) {
  const Result<std::string> text = ReadRegularFile(path, kMaxBytes);
  if (!text.ok()) return text.error();
  Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(Reading(*text).get(), nullptr,
                                              NoPassphrase, nullptr));
  ERR_clear_error();
  if (!key) {
    return Wrong(path, "holds no private key, expected PEM without passphrase");
  }
  return key;
}

}  // namespace

Status UseCertificate(SSL_CTX* context, const std::string& cert_file) {
  const auto chain = ReadCertificates(cert_file);
  if (!chain.ok()) return chain.error();
  if (SSL_CTX_use_certificate(context, chain->front().get()) != 1) {
    return Wrong(cert_file, "cannot be used: " + TakeTlsError());
  }
  for (std::size_t i = 1; i < chain->size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) != 1) {
      return Wrong(cert_file,
                   "has a chain that cannot be used: " + TakeTlsError());
    }
  }
  return {};
}

Status UseKey(SSL_CTX* context, const TlsOptions& options) {
  const auto key = ReadKey(options.key_file);
  if (!key.ok()) return key.error();
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key->get()) !=
      1) {
    ERR_clear_error();
    return Wrong(options.key_file, "is not the key of the certificate in '" +
                                       options.cert_file + "'");
  }
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1) {
    return Wrong(options.key_file, "cannot be used: " + TakeTlsError());
  }
  return {};
}

Status TrustCertificates(SSL_CTX* context, const std::string& path) {
  const auto trusted = ReadCertificates(path);
  if (!trusted.ok()) return trusted.error();
  for (const auto& certificate : *trusted) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context),
                            certificate.get()) != 1 ||
        SSL_CTX_add_client_CA(context, certificate.get()) != 1) {
      return Wrong(path, "cannot be used: " + TakeTlsError());
    }
  }
  return {};
}

}  // namespace bsg_exporter::web
