#include "exporter/app/server_options.h"

#include "bsg_exporter/config/render.h"

namespace bsg_exporter::app {
namespace {

web::ClientAuth ClientAuthOf(config::ClientAuthType type) {
  switch (type) {
    case config::ClientAuthType::kNoClientCert:
      return web::ClientAuth::kNone;
    case config::ClientAuthType::kRequestClientCert:
      return web::ClientAuth::kRequest;
    case config::ClientAuthType::kRequireAnyClientCert:
      return web::ClientAuth::kRequireAny;
    case config::ClientAuthType::kVerifyClientCertIfGiven:
      return web::ClientAuth::kVerifyIfGiven;
    case config::ClientAuthType::kRequireAndVerifyClientCert:
      break;
  }
  return web::ClientAuth::kRequireAndVerify;
}

web::TlsVersion VersionOf(config::TlsVersion version) {
  return version == config::TlsVersion::kTls12 ? web::TlsVersion::kTls12
                                               : web::TlsVersion::kTls13;
}

}  // namespace

web::TlsOptions TlsOptionsOf(const config::TlsConfig& config) {
  web::TlsOptions options;
  options.cert_file = config.cert_file;
  options.key_file = config.key_file;
  options.client_ca_file = config.client_ca_file;
  options.client_auth = ClientAuthOf(config.client_auth_type);
  options.client_allowed_sans = config.client_allowed_sans;
  options.min_version = VersionOf(config.min_version);
  options.max_version = VersionOf(config.max_version);
  options.cipher_suites = config.cipher_suites;
  options.curve_preferences = config.curve_preferences;
  return options;
}

web::ServerOptions ServerOptionsOf(const config::Config& config) {
  web::ServerOptions options;
  options.listen = config.web.listen;
  options.max_connections = config.web.max_connections;
  options.access.health_without_login = config.web.health_without_login;
  options.access.max_requests_per_second = config.web.max_requests_per_second;
  options.access.users = {config.web.basic_auth_users.begin(),
                          config.web.basic_auth_users.end()};
  if (!config.web.tls.cert_file.empty()) {
    options.tls = TlsOptionsOf(config.web.tls);
    options.strict_transport_security =
        config.web.tls.strict_transport_security;
  }
  return options;
}

web::ExporterHandler::Options HandlerOptionsOf(const config::Config& config) {
  return {.telemetry_path = config.web.telemetry_path,
          .timeout = config.scrape.timeout,
          .timeout_offset = config.scrape.timeout_offset,
          .enable_reload = config.web.enable_reload,
          .config_text = config::ToToml(config)};
}

}  // namespace bsg_exporter::app
