#pragma once

#include "bsg_exporter/base/clock.h"
#include "exporter/collect/target.h"

namespace bsg_exporter::collect {

// A job as an account sees it, beside the others that wait.
struct Round {
  JobId id = 0;
  JobId oldest = 0;       // of the jobs that wait, this one included
  SteadyTime deadline{};  // the latest of them all
};

// Who waits for an account, and for how long. A job belongs to the batch for as
// long as the one that began it waits. Probes come one by one where a scrape
// comes for all campaigns, so a survey does also within `together` of its
// beginning. One thread.
class Rounds {
 public:
  explicit Rounds(Duration together) : together_(together) {}

  // Whether that begins a batch.
  bool BeginScrape(const Round& round, SteadyTime now) {
    scrape_start_ = now;
    scrape_deadline_ = round.deadline;
    return Join(round, Duration::zero(), now);
  }
  bool BeginSurvey(const Round& round, SteadyTime now) {
    return Join(round, together_, now);
  }
  // Nobody waits any more.
  void GiveUp() { deadline_ = scrape_deadline_ = SteadyTime::min(); }

  JobId latest() const { return latest_; }
  // Of whoever waits longest.
  SteadyTime deadline() const { return deadline_; }
  // Whether whoever waited when the latest scrape began still does.
  bool ScrapeWaits(SteadyTime now) const { return now < scrape_deadline_; }
  // When the latest scrape began; min() before the first.
  SteadyTime scrape_start() const { return scrape_start_; }

 private:
  bool Join(const Round& round, Duration apart, SteadyTime now) {
    latest_ = round.id;
    deadline_ = round.deadline;
    const bool shares = round.oldest <= batch_job_ ||
                        (batch_job_ != 0 && now - batch_start_ < apart);
    if (shares) return false;
    batch_job_ = round.id;
    batch_start_ = now;
    return true;
  }

  const Duration together_;
  JobId latest_ = 0;
  SteadyTime deadline_{};
  SteadyTime scrape_start_ = SteadyTime::min();
  SteadyTime scrape_deadline_ = SteadyTime::min();
  JobId batch_job_ = 0;  // the one that began the batch
  SteadyTime batch_start_ = SteadyTime::min();
};

}  // namespace bsg_exporter::collect
