#pragma once

#include <openssl/ssl.h>

#include "bsg_exporter/web/tls_options.h"

namespace bsg_exporter::web {

// What is asked of the clients' certificates.
TlsStatus SetClientRules(SSL_CTX* context, const TlsOptions& options);

}  // namespace bsg_exporter::web
