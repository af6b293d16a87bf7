#include "exporter/collect/batch.h"

#include <algorithm>
#include <utility>

namespace bsg_exporter::collect {

void Batch::Open(std::size_t i, JobId job) {
  Target& target = targets_[i];
  target.opened_by = job;
  target.tries = 0;
  target.retried_login = false;
  ++open_[job];
  Requeue(i);
}

// It is in flight no more.
void Batch::Land(Target& target) {
  if (std::exchange(target.flies_as_visitor, false)) --visitors_in_flight_;
}

void Batch::Close(std::size_t i) {
  Target& target = targets_[i];
  Land(target);
  target.phase = Target::Phase::kIdle;
  Forget(target.opened_by);
}

void Batch::CloseLeaving() {
  const auto close = [&](std::size_t i) {
    if (!targets_[i].leaving) return false;
    Close(i);
    return true;
  };
  std::erase_if(queue_, close);
  std::erase_if(visitors_, close);
  std::erase_if(delayed_, close);
  std::erase_if(suspended_, close);
  for (Target& target : targets_) {
    if (!target.leaving || target.phase != Target::Phase::kInFlight) continue;
    Forget(target.opened_by);
    target.opened_by = kNobody;
    ++open_[kNobody];
  }
}

void Batch::Forget(JobId job) {
  const auto open = open_.find(job);
  if (--open->second == 0) open_.erase(open);
}

std::optional<std::size_t> Batch::Next() {
  if (!HasNext()) return std::nullopt;
  const bool visitor = queue_.empty();
  std::deque<std::size_t>& queue = visitor ? visitors_ : queue_;
  const std::size_t i = queue.front();
  queue.pop_front();
  targets_[i].phase = Target::Phase::kInFlight;
  targets_[i].flies_as_visitor = visitor;
  if (visitor) ++visitors_in_flight_;
  return i;
}

void Batch::Requeue(std::size_t i) {
  Target& target = targets_[i];
  Land(target);
  target.phase = Target::Phase::kQueued;
  (target.visitor ? visitors_ : queue_).push_back(i);
}

void Batch::Delay(std::size_t i, SteadyTime until) {
  Land(targets_[i]);
  targets_[i].phase = Target::Phase::kQueued;
  targets_[i].not_before = until;
  delayed_.push_back(i);
}

void Batch::Suspend(std::size_t i) {
  Land(targets_[i]);
  targets_[i].phase = Target::Phase::kSuspended;
  suspended_.push_back(i);
}

void Batch::ReleaseDelayed(SteadyTime now) {
  std::erase_if(delayed_, [&](std::size_t i) {
    if (targets_[i].not_before > now) return false;
    Requeue(i);
    return true;
  });
}

void Batch::ReleaseSuspended() {
  for (const std::size_t i : TakeSuspended()) Requeue(i);
}

std::vector<std::size_t> Batch::TakeQueued() {
  std::vector<std::size_t> taken(queue_.begin(), queue_.end());
  taken.insert(taken.end(), visitors_.begin(), visitors_.end());
  queue_.clear();
  visitors_.clear();
  return taken;
}

std::vector<std::size_t> Batch::TakeDelayed() {
  return std::exchange(delayed_, {});
}

std::vector<std::size_t> Batch::TakeSuspended() {
  return std::exchange(suspended_, {});
}

std::size_t Batch::OpenFor(JobId job) const {
  std::size_t open = 0;
  for (const auto& [opened_by, count] : open_) {
    if (opened_by <= job) open += count;
  }
  return open;
}

std::size_t Batch::open() const { return OpenFor(kNobody); }

SteadyTime Batch::NextRelease() const {
  SteadyTime next = SteadyTime::max();
  for (const std::size_t i : delayed_) {
    next = std::min(next, targets_[i].not_before);
  }
  return next;
}

}  // namespace bsg_exporter::collect
