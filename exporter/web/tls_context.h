#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/web/tls_options.h"

namespace bsg_exporter::web {

// What handshakes need: certificate, key, rules. Immutable, and shared by the
// connections that began with it.
using TlsContext = std::shared_ptr<SSL_CTX>;

// Reads the files, each once.
Result<TlsContext, TlsError> NewTlsContext(const TlsOptions& options);

// What OpenSSL has to say of the latest failure on this thread; the queue of
// its errors is empty afterwards.
std::string TakeTlsError();

}  // namespace bsg_exporter::web
