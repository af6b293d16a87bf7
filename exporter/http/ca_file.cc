#include "bsg_exporter/http/ca_file.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <memory>

#include "bsg_exporter/base/file.h"

namespace bsg_exporter::http {
namespace {

constexpr std::size_t kMaxCaFileBytes = 16u << 20;

struct StoreFree {
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};

}  // namespace

// OpenSSL is what libcurl loads the file with, by this very call.
Status CheckCaFile(const std::string& ca_file) {
  if (ca_file.empty()) return {};
  const Result<std::string> text = ReadFile(ca_file, kMaxCaFileBytes);
  if (!text.ok()) return Error{Reason::kTls, text.error().message};
  const std::unique_ptr<X509_STORE, StoreFree> store(X509_STORE_new());
  const bool loaded =
      store && X509_STORE_load_file(store.get(), ca_file.c_str()) == 1;
  ERR_clear_error();
  if (loaded) return {};
  return Error{Reason::kTls,
               "'" + ca_file + "' holds no certificates, or damaged ones"};
}

}  // namespace bsg_exporter::http
