#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

std::string_view ToString(ClientAuthType type) {
  switch (type) {
    case ClientAuthType::kNoClientCert:
      return "NoClientCert";
    case ClientAuthType::kRequestClientCert:
      return "RequestClientCert";
    case ClientAuthType::kRequireAnyClientCert:
      return "RequireAnyClientCert";
    case ClientAuthType::kVerifyClientCertIfGiven:
      return "VerifyClientCertIfGiven";
    case ClientAuthType::kRequireAndVerifyClientCert:
      break;
  }
  return "RequireAndVerifyClientCert";
}

std::string_view ToString(TlsVersion version) {
  return version == TlsVersion::kTls12 ? "TLS12" : "TLS13";
}

}  // namespace bsg_exporter::config
