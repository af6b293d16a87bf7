#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "exporter/collect/target.h"

namespace bsg_exporter::collect {

// What of an account's targets is being read just now, and what it waits for:
// its turn, a retry's time, the verdict on a token. It moves targets from phase
// to phase and knows no more of them. Borrows the vector, which may grow.
class Batch {
 public:
  // Of visitors, so many may be in flight at a time, and only where nobody else
  // waits: whoever probes ids that hang must not starve what is served.
  Batch(std::vector<Target>& targets, std::size_t most_visitors)
      : targets_(targets), most_visitors_(most_visitors) {}

  // Later than any job: what nobody but a probe of it waits for.
  static constexpr JobId kNobody = std::numeric_limits<JobId>::max();

  // From idle to queued, for this job; the marks of earlier tries are gone.
  void Open(std::size_t i, JobId job);
  // Back to idle, from whichever phase.
  void Close(std::size_t i);

  // Closes those that are leaving, wherever they wait; what is in flight stays
  // open, but no job waits for it any more.
  void CloseLeaving();

  // The next that is queued is in flight from now on.
  std::optional<std::size_t> Next();
  void Requeue(std::size_t i);
  void Delay(std::size_t i, SteadyTime until);
  void Suspend(std::size_t i);
  void ReleaseDelayed(SteadyTime now);
  void ReleaseSuspended();

  // Hands over all that wait so; the caller closes them or queues them again.
  std::vector<std::size_t> TakeQueued();
  std::vector<std::size_t> TakeDelayed();
  std::vector<std::size_t> TakeSuspended();

  // Whether Next() has one to give.
  bool HasNext() const {
    return !queue_.empty() ||
           (!visitors_.empty() && visitors_in_flight_ < most_visitors_);
  }
  const std::vector<std::size_t>& suspended() const { return suspended_; }
  std::size_t open() const;
  // How many are open that a job waits for: not opened by a later one.
  std::size_t OpenFor(JobId job) const;
  // When the first that is delayed may go on; max() if none is.
  SteadyTime NextRelease() const;

 private:
  void Forget(JobId job);
  void Land(Target& target);

  std::vector<Target>& targets_;
  const std::size_t most_visitors_;
  std::deque<std::size_t> queue_;
  std::deque<std::size_t> visitors_;  // the same, of visitors
  std::size_t visitors_in_flight_ = 0;
  std::vector<std::size_t> delayed_;
  std::vector<std::size_t> suspended_;
  std::map<JobId, std::size_t> open_;  // how many, by who opened them
};

}  // namespace bsg_exporter::collect
