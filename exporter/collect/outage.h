#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::collect {

// Whether the API is out as far as one account can tell: of a batch of attempts
// none was answered. Then a single trial at a time finds out whether that is
// over. One thread.
class Outage {
 public:
  // What the last batch came to decides.
  void NewBatch() {
    if (answered_ + troubled_ > 0) is_on_ = answered_ == 0;
    answered_ = troubled_ = 0;
  }

  bool is_on() const { return is_on_; }
  // Whether this batch makes it likely: what fails is not worth a retry.
  bool IsLikely() const {
    constexpr std::size_t kEnough = 10;
    return is_on_ || (answered_ == 0 && troubled_ >= kEnough);
  }

  // An attempt succeeded. True if that ends an outage.
  bool Succeeded() {
    ++answered_;
    return std::exchange(is_on_, false);
  }
  // One failed: because of trouble, or because of what was asked for, which is
  // an answer, too.
  void Failed(bool trouble) { ++(trouble ? troubled_ : answered_); }

  void Tried(SteadyTime now) { last_trial_ = now; }
  bool WasTriedWithin(Duration time, SteadyTime now) const {
    return last_trial_ && now - *last_trial_ < time;
  }

 private:
  bool is_on_ = false;
  // Attempts of this batch.
  std::size_t answered_ = 0;
  std::size_t troubled_ = 0;
  std::optional<SteadyTime> last_trial_;
};

}  // namespace bsg_exporter::collect
