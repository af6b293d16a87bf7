#include "tests/collect/collect_rig.h"

#include <gtest/gtest.h>

#include <charconv>

namespace bsg_exporter::collect {

CollectRig::CollectRig()
    : ReaderRig([this](const http::Request& r) { return Serve(r); }) {
  login = [this](const http::Request&) { return GoodLogin(); };
  balance = [this](const http::Request&) { return GoodBalance(); };
  list = [this](const http::Request&) { return List({}, 0); };
  detail = [this](bsg::CampaignId id, const http::Request&) {
    return Document(id);
  };
}

CollectRig::Answer CollectRig::Status(
    int status, std::string body,
    std::optional<std::string> retry_after) const {
  return {latency, http::Response{status, std::move(body), retry_after}};
}

CollectRig::Answer CollectRig::Fails(Reason reason) const {
  return {latency, Error{reason, "made to fail"}};
}

CollectRig::Answer CollectRig::Document(bsg::CampaignId id,
                                        const std::string& status,
                                        const std::string& counters) const {
  return Status(200, "{\"data\":{\"id\":" + std::to_string(id) +
                         ",\"status\":\"" + status +
                         "\",\"type\":\"rcs\",\"statistics\":{" + counters +
                         "}}}");
}

CollectRig::Answer CollectRig::List(const std::vector<std::string>& rows,
                                    std::optional<std::size_t> total) const {
  std::string body = "{\"data\":[";
  for (const std::string& row : rows) {
    if (&row != &rows.front()) body += ',';
    body += row;
  }
  body += ']';
  if (total) {
    body += ",\"meta\":{\"page\":{\"total\":" + std::to_string(*total) + "}}";
  }
  return Status(200, body + '}');
}

std::string CollectRig::Row(bsg::CampaignId id, const std::string& status) {
  return "{\"id\":" + std::to_string(id) + ",\"status\":\"" + status + "\"}";
}

CollectRig::Answer CollectRig::GoodLogin() {
  return Status(200, "{\"bearer\":\"token-" + std::to_string(++tokens_) +
                         token_end_ + "\"}");
}

CollectRig::Answer CollectRig::GoodBalance() const {
  return Status(200,
                "{\"data\":{\"balance\":5.5,\"currency\":\"EUR\","
                "\"credit\":0}}");
}

bool CollectRig::IsValid(const http::Request& request) const {
  const std::string bearer = request.bearer ? request.bearer->Reveal() : "";
  for (int i = first_valid_token_; i <= tokens_; ++i) {
    const std::string token = "token-" + std::to_string(i);
    if (bearer == token || bearer.starts_with(token + ".")) return true;
  }
  return false;
}

CollectRig::Answer CollectRig::Serve(const http::Request& request) {
  if (request.url.ends_with("/api/auth/login")) return login(request);
  if (!IsValid(request)) return Status(401);
  if (request.url.ends_with("/api/accounts/balance")) return balance(request);
  if (request.url.find("/api/campaigns?") != std::string::npos) {
    return list(request);
  }
  const std::size_t at = request.url.find("/campaigns/") + 11;
  bsg::CampaignId id = 0;
  std::from_chars(request.url.data() + at,
                  request.url.data() + request.url.size(), id);
  return detail(id, request);
}

AccountOptions& CollectRig::AddAccount(const std::string& name, int campaigns) {
  AccountOptions account;
  account.name = name;
  account.base_url = "https://" + name + ".example";
  account.read_key = [this]() -> Result<Secret> {
    if (key.empty()) return Error{Reason::kInternal, "the file is empty"};
    return Secret(key);
  };
  const int first = static_cast<int>(accounts()) * 1000 + 1;
  for (int i = 0; i < campaigns; ++i)
    account.campaigns.push_back({first + i, {}});
  return ReaderRig::AddAccount(std::move(account));
}

double OwnValue(const metrics::SelfMetrics& metrics, const std::string& name,
                const std::map<std::string, std::string>& labels) {
  for (const prometheus::MetricFamily& family : metrics.Collect()) {
    if (family.name != name) continue;
    for (const prometheus::ClientMetric& metric : family.metric) {
      std::map<std::string, std::string> found;
      for (const auto& label : metric.label) found[label.name] = label.value;
      if (found != labels) continue;
      return family.type == prometheus::MetricType::Counter
                 ? metric.counter.value
                 : metric.gauge.value;
    }
  }
  ADD_FAILURE() << "no series of " << name;
  return -1;
}

}  // namespace bsg_exporter::collect
