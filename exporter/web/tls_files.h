#pragma once

#include <openssl/ssl.h>

#include <string>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/web/tls_options.h"

namespace bsg_exporter::web {

// Puts the certificate and its chain into the context, then its key. Each file
// is read once, so that what is checked is what is used.
Status UseCertificate(SSL_CTX* context, const std::string& cert_file);
Status UseKey(SSL_CTX* context, const TlsOptions& options);

// Trusts the certificates of that file, and names them to clients.
Status TrustCertificates(SSL_CTX* context, const std::string& path);

}  // namespace bsg_exporter::web
