#include "tests/support/random_state.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "tests/support/utf8.h"

namespace bsg_exporter {

using bsg::Role;

std::size_t RandomState::Below(std::size_t bound) {
  return static_cast<std::size_t>(random_()) % bound;
}

std::string RandomState::Text() {
  static constexpr std::array<std::uint32_t, 12> kHard = {
      '"', '\\', '\n', 'n', '{', '}', ',', '=', ' ', '\r', 0x7f, 0x10ffff};
  std::string text;
  for (std::size_t left = Below(12); left > 0; --left) {
    if (Coin()) {
      AppendUtf8(kHard[Below(kHard.size())], text);
    } else {
      // Past the surrogates, which no text may hold.
      const auto any = static_cast<std::uint32_t>(1 + Below(0x10f000));
      AppendUtf8(any < 0xd800 ? any : any + 0x800, text);
    }
  }
  return text;
}

double RandomState::Double() {
  static constexpr double kEdges[] = {0.0,
                                      -0.0,
                                      0.1,
                                      0.1 + 0.2,
                                      1e6,
                                      999999999999999,
                                      1e15,
                                      -1e15,
                                      1e16,
                                      1e22,
                                      1e-7,
                                      -3.2800001,
                                      0.16,
                                      1.0 / 3,
                                      1e300,
                                      5e-324,
                                      1.5e308,
                                      -1.5e308,
                                      std::numeric_limits<double>::min()};
  if (Coin()) return kEdges[Below(std::size(kEdges))];
  const auto any = std::bit_cast<double>(random_());
  // Closer to the end of the range, a text of 16 digits may lie beyond it.
  return std::abs(any) < 1.5e308 ? any : 0;
}

std::int64_t RandomState::Integer() {
  static constexpr std::int64_t kEdges[] = {
      0,
      1,
      5000,
      1'000'000,
      (1LL << 53) + 1,
      std::numeric_limits<std::int64_t>::max()};
  return Coin() ? kEdges[Below(std::size(kEdges))]
                : static_cast<std::int64_t>(Below(1'000'000));
}

WallTime RandomState::Time() {
  const auto micros = std::chrono::microseconds(Below(4'000'000'000'000'000));
  return Coin() ? WallTime(micros)
                : WallTime(std::chrono::floor<std::chrono::seconds>(micros));
}

std::optional<Reason> RandomState::Failure() {
  return Maybe(kAllReasons[Below(kAllReasons.size())]);
}

// A word of the list, or one that the list does not know.
template <class List>
std::string RandomState::WordOf(const List& list) {
  const std::size_t i = Below(list.size() + 1);
  return i == list.size() ? "new" + Text() : std::string(list[i]);
}

template <class T>
std::optional<T> RandomState::Maybe(T value) {
  if (Below(4) == 0) return std::nullopt;
  return value;
}

bsg::Channel RandomState::Channel(std::string name, Role role) {
  bsg::Channel channel{std::move(name), role, {}};
  std::set<std::string> used;
  for (std::size_t left = Below(14); left > 0; --left) {
    const std::string status = WordOf(bsg::kCounters);
    if (used.insert(status).second)
      channel.counters.push_back({status, Integer()});
  }
  return channel;
}

bsg::Campaign RandomState::Document() {
  bsg::Campaign d;
  d.name = Maybe(Text());
  d.sender = Maybe(Text());
  d.status = Maybe(WordOf(bsg::kStatuses));
  d.type = Maybe(WordOf(bsg::kTypes));
  d.created_at = Maybe(Time());
  d.planned_start = Maybe(Time());
  d.actual_start = Maybe(Time());
  d.finished_at = Maybe(Time());
  d.total_messages = Maybe(Integer());
  d.total_phones = Maybe(Integer());
  d.total_price = Maybe(Double());
  d.currency = Maybe(Text());
  if (Coin()) {
    d.channels.push_back(Channel(d.type.value_or("unknown"), Role::kPrimary));
  }
  std::set<std::string> used;
  for (std::size_t left = Below(4); left > 0; --left) {
    const std::string name = WordOf(bsg::kTypes);
    if (!used.insert(name).second) continue;
    d.channels.push_back(Channel(name, Role::kAlternative));
  }
  return d;
}

bsg::CampaignState RandomState::CampaignState(const std::string& account,
                                              bsg::CampaignId id) {
  bsg::CampaignState c;
  c.account = account;
  c.id = id;
  c.id_text = std::to_string(id);
  for (const char* name : {"account", "campaign_id", "le", "team"}) {
    if (Below(4) == 0) c.labels.emplace_back(name, Text());
  }
  c.failure = Failure();
  c.refresh_interval =
      Maybe(Duration(std::chrono::milliseconds(Below(900'000))));
  if (Coin()) {
    c.document = std::make_shared<const bsg::Campaign>(Document());
    c.received = Time();
  }
  return c;
}

bsg::AccountState RandomState::AccountState(const std::string& name) {
  static constexpr std::array kKeyTypes = {
      bsg::KeyType::kLive, bsg::KeyType::kTest, bsg::KeyType::kUnknown};
  bsg::AccountState a;
  a.name = name;
  a.key_type = kKeyTypes[Below(kKeyTypes.size())];
  a.reads_balance = Coin();
  a.failure = Failure();
  if (Coin()) a.campaigns = {Below(1000), Below(1000)};
  if (Coin()) {
    a.discovery = {
        true,        Coin(),      Coin() ? std::optional(Time()) : std::nullopt,
        Below(1000), Below(1000), Below(1000)};
  }
  if (a.reads_balance && Coin()) {
    a.balance = bsg::Balance{Maybe(Double()), Maybe(Double()), Maybe(Text())};
    a.received = Time();
  }
  return a;
}

metrics::Snapshot RandomState::Snapshot(std::size_t accounts,
                                        std::size_t campaigns) {
  metrics::Snapshot snapshot;
  for (std::size_t i = 0; i < accounts; ++i) {
    const std::string name = std::to_string(i) + Text();
    snapshot.accounts.push_back(
        std::make_shared<const bsg::AccountState>(AccountState(name)));
    for (std::size_t j = 0; j < campaigns; ++j) {
      snapshot.campaigns.push_back(std::make_shared<const bsg::CampaignState>(
          CampaignState(name, static_cast<bsg::CampaignId>(53'651'994 + j))));
    }
    metrics::OutcomeCounts outcomes;
    for (const auto outcome : metrics::kAllOutcomes) {
      outcomes[outcome] = Below(1000);
    }
    snapshot.outcomes.push_back(outcomes);
  }
  snapshot.duration = std::chrono::microseconds(Below(30'000'000));
  snapshot.timeout = std::chrono::seconds(30);
  return snapshot;
}

}  // namespace bsg_exporter
