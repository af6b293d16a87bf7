#include "tests/metrics/sample_snapshot.h"

#include <memory>
#include <string>
#include <utility>

namespace bsg_exporter::metrics {
namespace {

using bsg::Role;
using std::chrono::seconds;

bsg::CampaignState Campaign(const std::string& account, bsg::CampaignId id) {
  bsg::CampaignState c;
  c.account = account;
  c.id = id;
  c.id_text = std::to_string(id);
  c.refresh_interval = seconds(0);
  return c;
}

bsg::CampaignState Sending() {
  bsg::Campaign d;
  d.id = 53651994;
  d.name = "Spring \"sale\"";
  d.sender = "Acme";
  d.status = "sending";
  d.type = "rcs";
  d.created_at = WallTime(seconds(1'770'900'000));
  d.planned_start = WallTime(seconds(1'770'990'000));
  d.actual_start = WallTime(seconds(1'770'990'012));
  d.channels = {
      {"rcs", Role::kPrimary, {{"delivered", 3200}, {"read", 1250}}},
      {"sms", Role::kAlternative, {{"delivered", 40}, {"failed", 2}}}};
  d.total_messages = 5000;
  d.total_phones = 4990;
  d.total_price = 0.16;
  d.currency = "EUR";

  bsg::CampaignState c = Campaign("main", 53651994);
  c.labels = {{"team", "growth"}};
  c.document = std::make_shared<const bsg::Campaign>(std::move(d));
  c.received = WallTime(std::chrono::milliseconds(1'771'000'000'125));
  c.failure = std::nullopt;
  return c;
}

bsg::CampaignState Stale() {
  bsg::Campaign d;
  d.status = "archived";
  d.finished_at = WallTime(seconds(1'770'000'000));
  d.total_price = 12;

  bsg::CampaignState c = Campaign("main", 53651995);
  c.document = std::make_shared<const bsg::Campaign>(std::move(d));
  c.received = WallTime(seconds(1'770'999'100));
  c.failure = Reason::kTimeout;
  c.refresh_interval = std::chrono::minutes(15);
  return c;
}

bsg::AccountState Account(const std::string& name, std::size_t campaigns) {
  bsg::AccountState a;
  a.name = name;
  a.campaigns = {.configured = campaigns};
  return a;
}

}  // namespace

Snapshot SampleSnapshot() {
  bsg::AccountState main = Account("main", 2);
  main.key_type = bsg::KeyType::kLive;
  main.balance = bsg::Balance{1234.5, 0, "EUR"};
  main.received = WallTime(seconds(1'771'000'000));
  main.failure = std::nullopt;
  main.discovery = {.known = true,
                    .up = true,
                    .succeeded = WallTime(seconds(1'770'999'900)),
                    .above_maximum = 0,
                    .retired = 12,
                    .unreadable = 1};

  Snapshot s;
  const auto add = [&s](bsg::CampaignState c) {
    s.campaigns.push_back(
        std::make_shared<const bsg::CampaignState>(std::move(c)));
  };
  add(Sending());
  add(Stale());
  add(Campaign("second", 7));
  s.accounts = {
      std::make_shared<const bsg::AccountState>(main),
      std::make_shared<const bsg::AccountState>(Account("second", 1))};
  s.outcomes.resize(2);
  s.outcomes[0][Outcome::kRead] = 1;
  s.outcomes[0][Outcome::kStale] = 1;
  s.outcomes[1][Outcome::kDeferred] = 1;
  s.duration = std::chrono::milliseconds(843);
  s.timeout = std::chrono::milliseconds(9500);
  return s;
}

}  // namespace bsg_exporter::metrics
