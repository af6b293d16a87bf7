#include "tests/collect/collect_rig.h"

#include <gtest/gtest.h>

#include <charconv>

namespace bsg_exporter::collect {

CollectRig::CollectRig() {
  transport = std::make_unique<FakeTransport>(
      clock, [this](const http::Request& request) { return Serve(request); });
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
  const int first = static_cast<int>(accounts_.size()) * 1000 + 1;
  for (int i = 0; i < campaigns; ++i)
    account.campaigns.push_back({first + i, {}});
  accounts_.push_back(std::move(account));
  return accounts_.back();
}

Reader& CollectRig::reader() {
  if (!reader_) {
    std::vector<std::string> names;
    for (const auto& account : accounts_) names.push_back(account.name);
    metrics = std::make_unique<metrics::SelfMetrics>(names);
    reader_ = std::make_unique<Reader>(
        accounts_, read, Reader::Parts{*transport, clock, log, *metrics});
  }
  return *reader_;
}

std::vector<metrics::Snapshot> CollectRig::ScrapeTogether(
    const std::vector<Duration>& budgets) {
  std::vector<metrics::Snapshot> found(budgets.size());
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    reader().Scrape(budgets[i], [&found, i](metrics::Snapshot snapshot) {
      found[i] = std::move(snapshot);
    });
  }
  reader().RunUntilIdle();
  return found;
}

metrics::Snapshot CollectRig::Scrape(Duration budget) {
  return std::move(ScrapeTogether({budget}).front());
}

Probed CollectRig::Probe(Subject subject, Duration budget) {
  std::optional<Probed> found;
  reader().Probe(std::move(subject), budget,
                 [&found](Probed probed) { found = std::move(probed); });
  reader().RunUntilIdle();
  return std::move(found).value();
}

metrics::Snapshot CollectRig::Survey(Duration budget) {
  metrics::Snapshot found;
  reader().Survey(budget, [&found](metrics::Snapshot snapshot) {
    found = std::move(snapshot);
  });
  reader().RunUntilIdle();
  return found;
}

std::vector<bsg::CampaignId> CollectRig::Ids(
    const metrics::Snapshot& snapshot) {
  std::vector<bsg::CampaignId> ids;
  for (const auto& campaign : snapshot.campaigns) ids.push_back(campaign->id);
  return ids;
}

const bsg::CampaignState& CollectRig::Campaign(
    const metrics::Snapshot& snapshot, bsg::CampaignId id) {
  static const bsg::CampaignState kNone;
  for (const auto& campaign : snapshot.campaigns) {
    if (campaign->id == id) return *campaign;
  }
  ADD_FAILURE() << "no campaign " << id;
  return kNone;
}

// "read 3, cached 1": those that are not zero, over all accounts.
std::string CollectRig::Outcomes(const metrics::Snapshot& snapshot) {
  std::string text;
  for (const metrics::Outcome outcome : metrics::kAllOutcomes) {
    std::size_t sum = 0;
    for (const auto& counts : snapshot.outcomes) sum += counts[outcome];
    if (sum == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::string(ToString(outcome)) + " " + std::to_string(sum);
  }
  return text;
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
