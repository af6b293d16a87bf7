#include "exporter/web/tls_context.h"

#include <openssl/err.h>

#include <array>
#include <string_view>
#include <utility>

#include "exporter/web/tls_clients.h"
#include "exporter/web/tls_files.h"

namespace bsg_exporter::web {
namespace {

// Forward secret and authenticated: what Go takes for TLS 1.2, less CBC.
constexpr char kTls12Ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

Error Failure() { return {Reason::kInternal, TakeTlsError()}; }

TlsStatus BlamedOn(std::string_view key, const Status& done) {
  if (done.ok()) return {};
  return TlsError{done.error(), key};
}

int VersionOf(TlsVersion version) {
  return version == TlsVersion::kTls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
}

// The one protocol that is spoken here. A client that knows others only is
// told so, as RFC 7301 has it.
int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* size,
                   const unsigned char* offered, unsigned int offered_size,
                   void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(
      &found, size, kOurs, sizeof(kOurs) - 1, offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
                                          : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void AppendName(std::string& list, std::string_view name) {
  if (!list.empty()) list += ':';
  list += name;
}

Status SetCiphers(SSL_CTX* context, const std::vector<std::string>& names) {
  std::string tls12;
  std::string tls13;
  for (const std::string& name : names) {
    // A key exchange stands in the names of TLS 1.2 alone.
    const bool is_tls12 = name.find("_WITH_") != name.npos;
    const std::string_view known = OPENSSL_cipher_name(name.c_str());
    if (is_tls12) {
      if (known == "(NONE)") {
        return Error{Reason::kInternal,
                     "unknown '" + name + "', expected IANA names"};
      }
      AppendName(tls12, known);
    } else {
      AppendName(tls13, name);
    }
  }
  if (SSL_CTX_set_cipher_list(
          context, tls12.empty() ? kTls12Ciphers : tls12.c_str()) != 1 ||
      (!tls13.empty() &&
       SSL_CTX_set_ciphersuites(context, tls13.c_str()) != 1)) {
    return Failure();
  }
  return {};
}

Status SetCurves(SSL_CTX* context, const std::vector<std::string>& names) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4>
      kNames = {{{"CurveP256", "P-256"},
                 {"CurveP384", "P-384"},
                 {"CurveP521", "P-521"},
                 {"X25519", "X25519"}}};
  std::string list;
  for (const std::string& name : names) {
    for (const auto& [ours, theirs] : kNames) {
      if (name == ours) AppendName(list, theirs);
    }
  }
  if (list.empty()) return {};
  if (SSL_CTX_set1_groups_list(context, list.c_str()) != 1) return Failure();
  return {};
}

void SetBehaviour(SSL_CTX* context, const TlsOptions& options) {
  SSL_CTX_set_min_proto_version(context, VersionOf(options.min_version));
  SSL_CTX_set_max_proto_version(context, VersionOf(options.max_version));
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  // An idle connection holds no buffers.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_ENABLE_PARTIAL_WRITE);
  // Sessions are resumed by tickets, which cost no memory here. Their keys
  // live and die with the context: a new certificate or other rules for
  // clients mean a new handshake.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  constexpr unsigned char kName[] = "bsg_exporter";
  SSL_CTX_set_session_id_context(context, kName, sizeof(kName) - 1);
  SSL_CTX_set_alpn_select_cb(context, ChooseProtocol, nullptr);
}

}  // namespace

std::string TakeTlsError() {
  const unsigned long code = ERR_peek_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "unknown error" : reason;
}

Result<TlsContext, TlsError> NewTlsContext(const TlsOptions& options) {
  ERR_clear_error();
  const TlsContext owned(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  SSL_CTX* const context = owned.get();
  if (context == nullptr) {
    return TlsError{WithContext("OpenSSL", Failure()), "cert_file"};
  }
  if (options.min_version > options.max_version) {
    return TlsError{{Reason::kInternal, "is above max_version"}, "min_version"};
  }
  SetBehaviour(context, options);
  TlsStatus done =
      BlamedOn("cipher_suites", SetCiphers(context, options.cipher_suites));
  if (done.ok()) {
    done = BlamedOn("curve_preferences",
                    SetCurves(context, options.curve_preferences));
  }
  if (done.ok()) {
    done = BlamedOn("cert_file", UseCertificate(context, options.cert_file));
  }
  if (done.ok()) done = BlamedOn("key_file", UseKey(context, options));
  if (done.ok()) done = SetClientRules(context, options);
  if (!done.ok()) return done.error();
  return owned;
}

TlsStatus CheckTls(const TlsOptions& options) {
  const auto context = NewTlsContext(options);
  if (!context.ok()) return context.error();
  return {};
}

}  // namespace bsg_exporter::web
