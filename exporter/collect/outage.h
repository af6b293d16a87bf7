#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::collect {

// Whether the API is out as far as one account can tell: of a batch of attempts
// none was answered. Then a single trial at a time finds out whether that is
// over. One thread.
class Outage {
 public:
  // A batch begins. What the last one came to decides; where only probes took
  // part in it, which may all have been about the same few campaigns, it takes
  // `needed` different failures since the last answer.
  void NewBatch(bool of_a_scrape, std::size_t needed) {
    if (!of_a_scrape_) {
      is_on_ = is_on_ || all_failed_ || failed_.size() >= needed;
    } else if (answered_ + troubled_ > 0) {
      is_on_ = answered_ == 0;
    }
    answered_ = troubled_ = 0;
    of_a_scrape_ = of_a_scrape;
  }
  void ScrapeTakesPart() { of_a_scrape_ = true; }

  bool is_on() const { return is_on_; }
  // Whether this batch makes it likely: what fails is not worth a retry.
  bool IsLikely() const {
    constexpr std::size_t kEnough = 10;
    return is_on_ || (answered_ == 0 && troubled_ >= kEnough);
  }

  // An attempt succeeded. True if that ends an outage.
  bool Succeeded() {
    Answered();
    return std::exchange(is_on_, false);
  }
  // One failed because of what was asked for: an answer, too.
  void Answered() {
    ++answered_;
    failed_.clear();
    all_failed_ = false;
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
  bool of_a_scrape_ = true;
  std::size_t answered_ = 0;
  std::size_t troubled_ = 0;
  // Since the last answer.
  std::set<std::int64_t> failed_;
  bool all_failed_ = false;
  std::optional<SteadyTime> last_trial_;
};

}  // namespace bsg_exporter::collect
