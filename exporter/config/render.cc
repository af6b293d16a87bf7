#include "bsg_exporter/config/render.h"

#include "bsg_exporter/base/fnv1a.h"
#include "exporter/config/toml_writer.h"

namespace bsg_exporter::config {
namespace {

void Write(const std::vector<CampaignConfig>& campaigns, TomlWriter& out) {
  std::vector<std::int64_t> plain;
  for (const CampaignConfig& campaign : campaigns) {
    if (campaign.labels.empty()) plain.push_back(campaign.id);
  }
  out.Integers("campaigns", plain);
}

void WriteLabelled(const std::vector<CampaignConfig>& campaigns,
                   TomlWriter& out) {
  for (const CampaignConfig& campaign : campaigns) {
    if (campaign.labels.empty()) continue;
    out.Element("account.campaign");
    out.Integer("id", campaign.id);
    out.Pairs("labels", campaign.labels);
  }
}

void Write(const DiscoveryConfig& discovery, TomlWriter& out) {
  out.Table("account.discovery");
  out.Boolean("enabled", discovery.enabled);
  out.Strings("types", discovery.types);
  out.Duration("created_within", discovery.created_within);
  out.Duration("refresh_interval", discovery.refresh_interval);
  out.Integer("max_campaigns", discovery.max_campaigns);
}

void Write(const AccountConfig& account, TomlWriter& out) {
  out.Element("account");
  out.String("name", account.name);
  out.String("base_url", account.base_url);
  out.Boolean("allow_insecure_http", account.allow_insecure_http);
  if (!account.api_key_file.empty()) {
    out.String("api_key_file", account.api_key_file);
  }
  if (!account.api_key_env.empty()) {
    out.String("api_key_env", account.api_key_env);
  }
  out.String("time_zone", account.time_zone);
  Write(account.campaigns, out);
  out.Strings("campaign_files", account.campaign_files);
  WriteLabelled(account.campaigns, out);
  Write(account.discovery, out);
}

void Write(const ScrapeConfig& scrape, TomlWriter& out) {
  out.Table("scrape");
  out.Duration("timeout", scrape.timeout);
  out.Duration("timeout_offset", scrape.timeout_offset);
  out.Duration("request_timeout", scrape.request_timeout);
  out.Integer("concurrency", scrape.concurrency);
  out.Integer("requests_per_second", scrape.requests_per_second);
  out.Integer("retries", scrape.retries);
  out.Duration("min_interval", scrape.min_interval);
  out.Duration("max_stale", scrape.max_stale);
}

void Write(const RefreshConfig& refresh, TomlWriter& out) {
  out.Table("refresh");
  out.Duration("active", refresh.active);
  out.Duration("waiting", refresh.waiting);
  out.Duration("finishing", refresh.finishing);
  out.Duration("settled", refresh.settled);
  out.Duration("retire_after", refresh.retire_after);
  if (refresh.balance) {
    out.Duration("balance", *refresh.balance);
  } else {
    out.String("balance", "off");
  }
}

void Write(const HttpConfig& http, TomlWriter& out) {
  out.Table("http");
  out.Integer("max_response_bytes", http.max_response_bytes);
  out.String("proxy", http.proxy);
  out.String("ca_file", http.ca_file);
}

void Write(const TlsConfig& tls, TomlWriter& out) {
  out.Table("web.tls");
  out.String("cert_file", tls.cert_file);
  out.String("key_file", tls.key_file);
  out.String("client_ca_file", tls.client_ca_file);
  out.String("client_auth_type", ToString(tls.client_auth_type));
  out.Strings("client_allowed_sans", tls.client_allowed_sans);
  out.String("min_version", ToString(tls.min_version));
  out.String("max_version", ToString(tls.max_version));
  out.Strings("cipher_suites", tls.cipher_suites);
  out.Strings("curve_preferences", tls.curve_preferences);
  out.String("strict_transport_security", tls.strict_transport_security);
}

void Write(const WebConfig& web, TomlWriter& out) {
  out.Table("web");
  out.Strings("listen", web.listen);
  out.String("telemetry_path", web.telemetry_path);
  out.Boolean("probe_any", web.probe_any);
  out.Boolean("enable_reload", web.enable_reload);
  out.Boolean("health_without_login", web.health_without_login);
  out.Integer("max_connections", web.max_connections);
  out.Integer("max_requests_per_second", web.max_requests_per_second);
  Write(web.tls, out);
  if (web.basic_auth_users.empty()) return;
  out.Table("web.basic_auth_users");
  for (const auto& [name, hash] : web.basic_auth_users) {
    out.Redacted(name);
  }
}

void Write(const LogConfig& log, TomlWriter& out) {
  out.Table("log");
  out.String("level", ToString(log.level));
  out.String("format", ToString(log.format));
}

}  // namespace

std::string ToToml(const Config& config) {
  TomlWriter out;
  out.String("time_zone", config.time_zone);
  for (const AccountConfig& account : config.accounts) Write(account, out);
  Write(config.scrape, out);
  Write(config.refresh, out);
  Write(config.http, out);
  Write(config.web, out);
  Write(config.log, out);
  return std::move(out).Take();
}

std::uint64_t Fingerprint(const Config& config) {
  return Fnv1a(ToToml(config)) >> 16;
}

}  // namespace bsg_exporter::config
