#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/metrics/page.h"

namespace bsg_exporter {

// Everything that a snapshot may lawfully hold, likely or not: fields absent
// in any combination, words that no list knows, texts with whatever UTF-8 can
// hold but NUL, numbers at every end of their range. The same seed gives the
// same states.
class RandomState {
 public:
  explicit RandomState(std::uint64_t seed) : random_(seed) {}

  metrics::Snapshot Snapshot(std::size_t accounts, std::size_t campaigns);

 private:
  bsg::CampaignState CampaignState(const std::string& account,
                                   bsg::CampaignId id);
  bsg::AccountState AccountState(const std::string& name);
  bsg::Campaign Document();
  bsg::Channel Channel(std::string name, bsg::Role role);

  std::string Text();
  double Double();
  std::int64_t Integer();
  WallTime Time();
  std::optional<Reason> Failure();
  std::size_t Below(std::size_t bound);
  bool Coin() { return Below(2) == 0; }
  template <class List>
  std::string WordOf(const List& list);
  template <class T>
  std::optional<T> Maybe(T value);

  std::mt19937_64 random_;
};

}  // namespace bsg_exporter
