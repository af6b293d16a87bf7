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

void Batch::Close(std::size_t i) {
  Target& target = targets_[i];
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
  if (queue_.empty()) return std::nullopt;
  const std::size_t i = queue_.front();
  queue_.pop_front();
  targets_[i].phase = Target::Phase::kInFlight;
  return i;
}

void Batch::Requeue(std::size_t i) {
  targets_[i].phase = Target::Phase::kQueued;
  queue_.push_back(i);
}

void Batch::Delay(std::size_t i, SteadyTime until) {
  targets_[i].phase = Target::Phase::kQueued;
  targets_[i].not_before = until;
  delayed_.push_back(i);
}

void Batch::Suspend(std::size_t i) {
  targets_[i].phase = Target::Phase::kSuspended;
  suspended_.push_back(i);
}

void Batch::ReleaseDelayed(SteadyTime now) {
  std::erase_if(delayed_, [&](std::size_t i) {
    if (targets_[i].not_before > now) return false;
    queue_.push_back(i);
    return true;
  });
}

void Batch::ReleaseSuspended() {
  for (const std::size_t i : TakeSuspended()) Requeue(i);
}

std::vector<std::size_t> Batch::TakeQueued() {
  const std::deque<std::size_t> taken = std::exchange(queue_, {});
  return {taken.begin(), taken.end()};
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
