#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <regex>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/config/files.h"
#include "exporter/config/problems.h"
#include "exporter/config/sections.h"

namespace bsg_exporter::config {
namespace {

constexpr std::size_t kMaxNames = 64;

constexpr std::array<std::string_view, 4> kCurves = {"CurveP256", "CurveP384",
                                                     "CurveP521", "X25519"};

// What is wrong with a login is never quoted: a password, a hash or a key may
// have landed in the wrong place.

Result<std::string> CheckUserName(std::string_view text) {
  constexpr std::size_t kMaxUserName = 128;
  const bool printable = std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  if (text.empty() || text.size() > kMaxUserName || !printable ||
      text.find(':') != text.npos) {
    return Wrong(
        "expected names of 1 to 128 bytes without colon or control character");
  }
  return std::string(text);
}

Result<std::string> CheckBcryptHash(std::string_view text) {
  static const std::regex kHash(
      R"(\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53})");
  if (!std::regex_match(text.begin(), text.end(), kHash)) {
    return Wrong(
        "expected a bcrypt hash of cost 4 to 31, as `htpasswd -nBC 10 NAME` "
        "prints it behind the name");
  }
  return std::string(text);
}

Check KeyFile(const std::string& folder) {
  return [check = ReadableFile(folder)](
             std::string_view text) -> Result<std::string> {
    if (text.find("-----") == text.npos) return check(text);
    return Wrong("expected the path of a file, got what stands in one");
  };
}

Result<std::string> CheckTlsIsSafe(std::string_view text) {
  if (text == "TLS10" || text == "TLS11") {
    return Wrong("expected TLS12 or TLS13: older ones are not safe (RFC 8996)");
  }
  return std::string(text);
}

Result<std::string> CheckCipherSuite(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  if (!text.starts_with("TLS_") ||
      text.find_first_not_of(kLetters) != text.npos) {
    return Wrong(
        "expected an IANA name such as \"TLS_AES_128_GCM_SHA256\", "
        "got " +
        Quoted(text));
  }
  return std::string(text);
}

Result<std::string> CheckHeaderValue(std::string_view text) {
  const bool printable =
      std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (!printable) {
    return Wrong("expected printable ASCII, got " + Quoted(text));
  }
  return std::string(text);
}

// A certificate and its key go together, and the rest needs them.
void CheckTogether(TableReader& in, const Outside& outside,
                   const TlsConfig& tls) {
  const bool has_version = tls.min_version <= tls.max_version;
  if (!has_version) {
    in.Refuse("min_version", "expected one up to max_version");
  }
  if (tls.cert_file.empty() != tls.key_file.empty()) {
    in.Refuse(tls.cert_file.empty() ? "cert_file" : "key_file",
              "expected cert_file and key_file, there is only one of them");
  } else if (tls.cert_file.empty() && !tls.client_ca_file.empty()) {
    in.Refuse("client_ca_file", "expected cert_file and key_file beside it");
  } else if (tls.cert_file.empty() &&
             tls.client_auth_type != ClientAuthType::kNoClientCert) {
    in.Refuse("client_auth_type", "expected cert_file and key_file beside it");
  } else if (!tls.cert_file.empty() && has_version && outside.tls) {
    const std::optional<TlsFault> fault = outside.tls(tls);
    if (fault) in.Refuse(fault->key, fault->what);
  }
}

void Read(TableReader in, const std::string& folder, const Outside& outside,
          TlsConfig& out) {
  constexpr Range<std::size_t> kAny = {0, kMaxNames};
  bool sound = in.String("cert_file", ReadableFile(folder), out.cert_file);
  sound &= in.String("key_file", KeyFile(folder), out.key_file);
  sound &=
      in.String("client_ca_file", ReadableFile(folder), out.client_ca_file);
  sound &= ReadName(in, "client_auth_type", kAllClientAuthTypes,
                    out.client_auth_type);
  in.Strings("client_allowed_sans", kAny, CheckLabelValue,
             out.client_allowed_sans);
  sound &= ReadName(in, "min_version", kAllTlsVersions, out.min_version,
                    CheckTlsIsSafe);
  sound &= ReadName(in, "max_version", kAllTlsVersions, out.max_version,
                    CheckTlsIsSafe);
  in.Strings("cipher_suites", kAny, CheckCipherSuite, out.cipher_suites);
  in.Strings("curve_preferences", kAny, OneOf(kCurves), out.curve_preferences);
  in.String("strict_transport_security", CheckHeaderValue,
            out.strict_transport_security);
  if (sound) CheckTogether(in, outside, out);
}

}  // namespace

void Read(TableReader in, const std::string& folder, const Outside& outside,
          WebConfig& out) {
  in.Strings("listen", {1, std::numeric_limits<std::size_t>::max()},
             CheckListen, out.listen);
  in.String("telemetry_path", CheckTelemetryPath, out.telemetry_path);
  in.Boolean("probe_any", out.probe_any);
  in.Boolean("enable_reload", out.enable_reload);
  in.Boolean("health_without_login", out.health_without_login);
  in.Integer("max_connections", {1, 100'000}, out.max_connections);
  in.Integer("max_requests_per_second", {0, 100'000},
             out.max_requests_per_second);
  for (auto& [name, hash] :
       in.Pairs("basic_auth_users", CheckUserName, CheckBcryptHash)) {
    out.basic_auth_users.emplace_back(std::move(name), Secret(hash));
  }
  if (auto table = in.Table("tls")) Read(*table, folder, outside, out.tls);
}

}  // namespace bsg_exporter::config
