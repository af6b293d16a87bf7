#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::web {

// Whether a client shows a certificate, and what becomes of it: names and
// meanings of Go, which Prometheus' own programs use.
enum class ClientAuth {
  kNone,              // not asked for
  kRequest,           // asked for; none will do, and so will any
  kRequireAny,        // any, be it nobody's
  kVerifyIfGiven,     // none will do; if there is one, it has to be trusted
  kRequireAndVerify,  // one that is trusted
};

enum class TlsVersion { kTls12, kTls13 };

// How connections over TCP are encrypted. Files are PEM.
struct TlsOptions {
  std::string cert_file;  // the certificate first, then its chain
  std::string key_file;
  std::string client_ca_file;  // whom to trust; for the ways that verify
  ClientAuth client_auth = ClientAuth::kNone;
  // If there are any, a client's certificate has to have one of them as
  // alternative name: DNS, e-mail, IP address or URI, letter by letter.
  std::vector<std::string> client_allowed_sans;
  TlsVersion min_version = TlsVersion::kTls12;
  TlsVersion max_version = TlsVersion::kTls13;
  // IANA names. A version of which none is named keeps the library's.
  std::vector<std::string> cipher_suites;
  // CurveP256, CurveP384, CurveP521, X25519; the best first. None: the
  // library's.
  std::vector<std::string> curve_preferences;

  friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

// Why a server cannot start with them. The message names the file, where one is
// to blame, and never holds what is in it.
struct TlsError : Error {
  std::string_view key;  // of web.tls in the configuration: "key_file"
};
using TlsStatus = Result<void, TlsError>;

// Whether a server could start with these. Reads the files.
TlsStatus CheckTls(const TlsOptions& options);

}  // namespace bsg_exporter::web
