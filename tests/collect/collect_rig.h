#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tests/support/reader_rig.h"

namespace bsg_exporter::collect {

// A reader with everything around it faked: the API is functions.
class CollectRig : public ReaderRig {
 public:
  using Answer = FakeTransport::Answer;

  CollectRig();

  // --- the API; change it at any time
  Duration latency = std::chrono::milliseconds(50);
  std::function<Answer(const http::Request&)> login;
  std::function<Answer(const http::Request&)> balance;
  std::function<Answer(const http::Request&)> list;  // no campaigns at first
  std::function<Answer(bsg::CampaignId, const http::Request&)> detail;

  Answer Status(int status, std::string body = "{}",
                std::optional<std::string> retry_after = {}) const;
  Answer Fails(Reason reason) const;
  Answer Document(bsg::CampaignId id, const std::string& status = "sending",
                  const std::string& counters = "\"delivered\":1") const;
  // A page of the list: these rows, whole, and how many there are in all.
  Answer List(const std::vector<std::string>& rows,
              std::optional<std::size_t> total = {}) const;
  static std::string Row(bsg::CampaignId id,
                         const std::string& status = "sending");
  Answer GoodLogin();
  Answer GoodBalance() const;
  // Tokens issued before this count as revoked.
  void RevokeTokens() { first_valid_token_ = tokens_ + 1; }
  bool IsValid(const http::Request& request) const;
  // Tokens are "token-1", "token-2", … and, from now on, this.
  void NextTokenEndsWith(std::string end) { token_end_ = std::move(end); }

  // --- the configuration; before the first scrape
  std::string key = "live_key";  // empty: it cannot be read
  AccountOptions& AddAccount(const std::string& name, int campaigns);

  // --- what came of it
  std::size_t Logins() const { return transport->CountAsked("/auth/login"); }
  std::size_t Asked() const { return transport->asked().size(); }
  std::size_t Asked(bsg::CampaignId id) const {
    return transport->CountAsked("/" + std::to_string(id) + "/detail");
  }

 private:
  Answer Serve(const http::Request& request);

  int tokens_ = 0;
  std::string token_end_;
  int first_valid_token_ = 1;
};

// The value of a counter or gauge of our own, by its exact labels.
double OwnValue(const metrics::SelfMetrics& metrics, const std::string& name,
                const std::map<std::string, std::string>& labels);

}  // namespace bsg_exporter::collect
