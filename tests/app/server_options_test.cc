#include "exporter/app/server_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>

#include "bsg_exporter/config/render.h"

namespace bsg_exporter::app {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::Pair;

config::Config Whole() {
  config::Config config;
  config.scrape.timeout = seconds(70);
  config.scrape.timeout_offset = seconds(71);
  config.web = {.listen = {"[::1]:1", "unix:/x"},
                .telemetry_path = "/bsg",
                .probe_any = true,
                .health_without_login = false,
                .enable_reload = true,
                .max_connections = 81,
                .max_requests_per_second = 82,
                .basic_auth_users = {{"prometheus", Secret("hash")}}};
  config.web.tls = {
      .cert_file = "cert.pem",
      .key_file = "key.pem",
      .client_ca_file = "ca.pem",
      .client_auth_type = config::ClientAuthType::kRequireAnyClientCert,
      .client_allowed_sans = {"prometheus.example"},
      .min_version = config::TlsVersion::kTls13,
      .max_version = config::TlsVersion::kTls12,
      .cipher_suites = {"TLS_AES_128_GCM_SHA256"},
      .curve_preferences = {"X25519"},
      .strict_transport_security = "max-age=1"};
  return config;
}

TEST(ServerOptionsOfTest, TakesEachFromItsOwnKey) {
  const web::ServerOptions options = ServerOptionsOf(Whole());
  EXPECT_THAT(options.listen, ElementsAre("[::1]:1", "unix:/x"));
  EXPECT_EQ(options.max_connections, 81u);
  EXPECT_EQ(options.strict_transport_security, "max-age=1");
  EXPECT_THAT(options.access.users,
              ElementsAre(Pair("prometheus", Secret("hash"))));
  EXPECT_FALSE(options.access.health_without_login);
  EXPECT_EQ(options.access.max_requests_per_second, 82u);
  EXPECT_EQ(options.tls, TlsOptionsOf(Whole().web.tls));
}

TEST(ServerOptionsOfTest, WithoutACertificateThereIsNoTls) {
  config::Config config = Whole();
  config.web.tls.cert_file.clear();
  EXPECT_EQ(ServerOptionsOf(config).tls, std::nullopt);
  EXPECT_EQ(ServerOptionsOf(config).strict_transport_security, "");
}

TEST(ServerOptionsOfTest, DefaultsOfTheFileAreThoseOfTheServer) {
  EXPECT_EQ(ServerOptionsOf(config::Config{}), web::ServerOptions{});
}

TEST(TlsOptionsOfTest, TakesEachFromItsOwnKey) {
  const web::TlsOptions tls = TlsOptionsOf(Whole().web.tls);
  EXPECT_EQ(tls.cert_file, "cert.pem");
  EXPECT_EQ(tls.key_file, "key.pem");
  EXPECT_EQ(tls.client_ca_file, "ca.pem");
  EXPECT_EQ(tls.client_auth, web::ClientAuth::kRequireAny);
  EXPECT_THAT(tls.client_allowed_sans, ElementsAre("prometheus.example"));
  EXPECT_EQ(tls.min_version, web::TlsVersion::kTls13);
  EXPECT_EQ(tls.max_version, web::TlsVersion::kTls12);
  EXPECT_THAT(tls.cipher_suites, ElementsAre("TLS_AES_128_GCM_SHA256"));
  EXPECT_THAT(tls.curve_preferences, ElementsAre("X25519"));
}

TEST(TlsOptionsOfTest, EachWayToAskForACertificateIsItsOwn) {
  using config::ClientAuthType;
  using web::ClientAuth;
  for (const auto& [type, auth] :
       {std::pair(ClientAuthType::kNoClientCert, ClientAuth::kNone),
        std::pair(ClientAuthType::kRequestClientCert, ClientAuth::kRequest),
        std::pair(ClientAuthType::kRequireAnyClientCert,
                  ClientAuth::kRequireAny),
        std::pair(ClientAuthType::kVerifyClientCertIfGiven,
                  ClientAuth::kVerifyIfGiven),
        std::pair(ClientAuthType::kRequireAndVerifyClientCert,
                  ClientAuth::kRequireAndVerify)}) {
    EXPECT_EQ(TlsOptionsOf({.client_auth_type = type}).client_auth, auth)
        << ToString(type);
  }
}

TEST(TlsOptionsOfTest, DefaultsOfTheFileAreThoseOfTheServer) {
  EXPECT_EQ(TlsOptionsOf(config::TlsConfig{}), web::TlsOptions{});
}

TEST(HandlerOptionsOfTest, TakesEachFromItsOwnKey) {
  const config::Config config = Whole();
  const web::ExporterHandler::Options options = HandlerOptionsOf(config);
  EXPECT_EQ(options.telemetry_path, "/bsg");
  EXPECT_EQ(options.timeout, seconds(70));
  EXPECT_EQ(options.timeout_offset, seconds(71));
  EXPECT_TRUE(options.enable_reload);
  EXPECT_EQ(options.config_text, config::ToToml(config));
}

TEST(HandlerOptionsOfTest, DefaultsOfTheFileAreThoseOfTheHandler) {
  web::ExporterHandler::Options options = HandlerOptionsOf(config::Config{});
  options.config_text.clear();
  EXPECT_EQ(options, web::ExporterHandler::Options{});
}

}  // namespace
}  // namespace bsg_exporter::app
