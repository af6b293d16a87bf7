#include "tests/simulator/request_log.h"

#include <algorithm>
#include <utility>

#include "tests/simulator/json_writer.h"

namespace bsg_exporter::simulator {

RequestLog::RequestLog(std::vector<std::string> accounts) {
  for (std::string& name : accounts) {
    accounts_.push_back(std::make_unique<PerAccount>());
    accounts_.back()->name = std::move(name);
  }
}

void RequestLog::Arrived(const Target& target,
                         std::optional<std::size_t> account) {
  const auto endpoint = static_cast<std::size_t>(target.endpoint);
  ++total_;
  ++by_endpoint_[endpoint];
  if (target.campaign) ++by_campaign_[endpoint][*target.campaign];
  if (!account) return;
  PerAccount& counts = *accounts_[*account];
  counts.max_concurrent =
      std::max(counts.max_concurrent, counts.concurrent.fetch_add(1) + 1);
}

void RequestLog::Ended(std::optional<std::size_t> account) {
  if (account) accounts_[*account]->concurrent.fetch_sub(1);
}

std::uint64_t RequestLog::Count(Endpoint endpoint,
                                std::int64_t campaign) const {
  const auto& counts = by_campaign_[static_cast<std::size_t>(endpoint)];
  const auto found = counts.find(campaign);
  return found == counts.end() ? 0 : found->second;
}

std::string RequestLog::Json() const {
  JsonWriter json;
  json.BeginObject();
  json.Key("total").Integer(static_cast<std::int64_t>(total_));
  json.Key("by_endpoint").BeginObject();
  for (std::size_t i = 0; i < by_endpoint_.size(); ++i) {
    json.Key(ToString(kEndpoints[i]));
    json.Integer(static_cast<std::int64_t>(by_endpoint_[i]));
  }
  json.EndObject().Key("by_campaign").BeginObject();
  for (std::size_t i = 0; i < by_campaign_.size(); ++i) {
    if (by_campaign_[i].empty()) continue;
    const std::map<std::int64_t, std::uint64_t> sorted(by_campaign_[i].begin(),
                                                       by_campaign_[i].end());
    json.Key(ToString(kEndpoints[i])).BeginObject();
    for (const auto& [id, count] : sorted) {
      json.Key(std::to_string(id)).Integer(static_cast<std::int64_t>(count));
    }
    json.EndObject();
  }
  json.EndObject().Key("by_status").BeginObject();
  for (const auto& [status, count] : by_status_) {
    json.Key(status).Integer(static_cast<std::int64_t>(count));
  }
  json.EndObject().Key("max_concurrent").BeginObject();
  for (const auto& account : accounts_) {
    json.Key(account->name).Integer(account->max_concurrent);
  }
  json.EndObject().EndObject();
  return json.Take();
}

void RequestLog::Reset() {
  total_ = 0;
  by_status_.clear();
  by_endpoint_.fill(0);
  for (auto& counts : by_campaign_) counts.clear();
  for (const auto& account : accounts_) {
    account->max_concurrent = account->concurrent.load();
  }
}

}  // namespace bsg_exporter::simulator
