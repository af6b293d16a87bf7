#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::collect {

// Whether the API is out as far as one account can tell: several different
// attempts failed and none was answered in between. Then a single trial at a
// time finds out whether that is over. One thread.
class Outage {
 public:
  // A batch begins. If the last one had no answer, so many different failures
  // since the last answer make an outage: a few bad campaigns are none,
  // whatever else rests meanwhile.
  void NewBatch(std::size_t needed) {
    const bool enough = all_failed_ || failed_.size() >= needed;
    is_on_ = is_on_ || (answered_ == 0 && enough);
    answered_ = troubled_ = 0;
  }

  bool is_on() const { return is_on_; }
  // Whether this batch makes it likely: what fails is not worth a retry.
  bool IsLikely() const {
    constexpr std::size_t kEnough = 10;
    return is_on_ || (answered_ == 0 && troubled_ >= kEnough);
  }

  // An attempt was answered: well, or with a refusal of what was asked for.
  // True if that ends an outage.
  bool Answered() {
    ++answered_;
    failed_.clear();
    all_failed_ = false;
    return std::exchange(is_on_, false);
  }
  void Troubled(std::int64_t request) {
    ++troubled_;
    failed_.insert(request);
  }
  // Without a login all are in trouble.
  void LoginTroubled() {
    ++troubled_;
    all_failed_ = true;
  }

  void Tried(SteadyTime now) { last_trial_ = now; }
  bool WasTriedWithin(Duration time, SteadyTime now) const {
    return last_trial_ && now - *last_trial_ < time;
  }

 private:
  bool is_on_ = false;
  // Attempts of this batch.
  std::size_t answered_ = 0;
  std::size_t troubled_ = 0;
  // Since the last answer.
  std::set<std::int64_t> failed_;
  bool all_failed_ = false;
  std::optional<SteadyTime> last_trial_;
};

}  // namespace bsg_exporter::collect
