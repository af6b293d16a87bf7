#include "exporter/web/tls_clients.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/web/tls_files.h"

namespace bsg_exporter::web {
namespace {

using Names = std::vector<std::string>;

void FreeNames(void*, void* names, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<Names*>(names);
}

// Where a context keeps the names that it allows.
int NamesIndex() {
  static const int index =
      SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, FreeNames);
  return index;
}

std::string TextOf(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// "" for a kind that is no text to compare with.
std::string TextOf(const GENERAL_NAME& name) {
  std::array<char, INET6_ADDRSTRLEN> address{};
  switch (name.type) {
    case GEN_DNS:
    case GEN_EMAIL:
    case GEN_URI:
      return TextOf(name.d.ia5);
    case GEN_IPADD: {
      const int size = ASN1_STRING_length(name.d.iPAddress);
      if (size != 4 && size != 16) return "";
      ::inet_ntop(size == 4 ? AF_INET : AF_INET6,
                  ASN1_STRING_get0_data(name.d.iPAddress), address.data(),
                  address.size());
      return address.data();
    }
    default:
      return "";
  }
}

bool HasOneOf(const X509* certificate, const Names& allowed) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
          certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free);
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const std::string name = TextOf(*sk_GENERAL_NAME_value(names.get(), i));
    if (!name.empty() && std::ranges::count(allowed, name) > 0) return true;
  }
  return false;
}

int AcceptAny(int, X509_STORE_CTX*) { return 1; }

// Called once for each certificate of a chain, the client's own the last.
int AcceptNamed(int verified, X509_STORE_CTX* store) {
  if (verified != 1 || X509_STORE_CTX_get_error_depth(store) > 0) {
    return verified;
  }
  const auto* tls = static_cast<SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* names = static_cast<const Names*>(
      SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), NamesIndex()));
  if (HasOneOf(X509_STORE_CTX_get_current_cert(store), *names)) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

bool Verifies(ClientAuth auth) {
  return auth == ClientAuth::kVerifyIfGiven ||
         auth == ClientAuth::kRequireAndVerify;
}

int ModeOf(ClientAuth auth) {
  if (auth == ClientAuth::kNone) return SSL_VERIFY_NONE;
  const bool required =
      auth == ClientAuth::kRequireAny || auth == ClientAuth::kRequireAndVerify;
  return SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
}

TlsError Misuse(std::string_view key, const char* what) {
  return {{Reason::kInternal, what}, key};
}

}  // namespace

TlsStatus SetClientRules(SSL_CTX* context, const TlsOptions& options) {
  const bool verifies = Verifies(options.client_auth);
  if (verifies && options.client_ca_file.empty()) {
    return Misuse("client_auth_type", "needs a client_ca_file to verify with");
  }
  if (!verifies && !options.client_ca_file.empty()) {
    return Misuse("client_ca_file",
                  "needs a client_auth_type that verifies: "
                  "RequireAndVerifyClientCert or VerifyClientCertIfGiven");
  }
  if (!verifies && !options.client_allowed_sans.empty()) {
    return Misuse("client_allowed_sans",
                  "needs a client_auth_type that verifies: "
                  "RequireAndVerifyClientCert or VerifyClientCertIfGiven");
  }
  if (!verifies) {
    SSL_CTX_set_verify(context, ModeOf(options.client_auth), AcceptAny);
    return {};
  }
  auto names = std::make_unique<Names>(options.client_allowed_sans);
  if (!names->empty()) {
    // Fails for want of memory; only then the names are still ours.
    if (SSL_CTX_set_ex_data(context, NamesIndex(), names.get()) != 1) {
      return TlsError{{Reason::kInternal, "out of memory"},
                      "client_allowed_sans"};
    }
    static_cast<void>(names.release());
    SSL_CTX_set_verify(context, ModeOf(options.client_auth), AcceptNamed);
  } else {
    SSL_CTX_set_verify(context, ModeOf(options.client_auth), nullptr);
  }
  const Status trusted = TrustCertificates(context, options.client_ca_file);
  if (!trusted.ok()) return TlsError{trusted.error(), "client_ca_file"};
  return {};
}

}  // namespace bsg_exporter::web
