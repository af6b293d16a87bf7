#include "exporter/collect/plan.h"

#include <algorithm>
#include <utility>

namespace bsg_exporter::collect {

std::vector<std::size_t> DueTargets(const std::vector<Target>& targets,
                                    const RestRules& rules, SteadyTime now) {
  std::vector<std::pair<Turn, std::size_t>> turns;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    const bool idle = target.phase == Target::Phase::kIdle && !target.visitor;
    if (!idle || !IsDue(target, rules, now)) continue;
    turns.emplace_back(TurnOf(target, rules, now), i);
  }
  std::sort(turns.begin(), turns.end());
  std::vector<std::size_t> due;
  due.reserve(turns.size());
  for (const auto& [turn, i] : turns) due.push_back(i);
  return due;
}

std::optional<std::size_t> TrialTarget(const std::vector<Target>& targets,
                                       std::size_t first,
                                       const RestRules& rules, SteadyTime now) {
  // What failed last time may do so for a reason of its own, and tells less.
  const auto comes_first = [](const Target& a, const Target& b) {
    if (a.failure.has_value() != b.failure.has_value()) return !a.failure;
    return a.last_attempt < b.last_attempt;
  };
  std::optional<std::size_t> trial;
  for (std::size_t i = first; i < targets.size(); ++i) {
    const Target& target = targets[i];
    if (target.phase != Target::Phase::kIdle || target.visitor) continue;
    if (target.last_attempt &&
        now - *target.last_attempt < rules.min_interval) {
      continue;
    }
    if (!trial || comes_first(target, targets[*trial])) trial = i;
  }
  return trial;
}

bool IsTooOld(SteadyTime received, bool failed, Duration refresh,
              Duration max_stale, SteadyTime now) {
  if (failed && max_stale == Duration::zero()) return true;
  const Duration grace =
      failed ? max_stale : std::max<Duration>(max_stale, std::chrono::hours(1));
  return now - received > refresh + grace;
}

metrics::Outcome OutcomeOf(const Target& target,
                           const bsg::CampaignState& state,
                           const RestRules& rules, SteadyTime start,
                           std::uint64_t since) {
  using metrics::Outcome;
  if (state.failure == Reason::kPending) return Outcome::kDeferred;
  // It stands until an answer comes, whatever is under way.
  if (state.failure) {
    return state.document ? Outcome::kStale : Outcome::kFailed;
  }
  if (target.phase != Target::Phase::kIdle) return Outcome::kDeferred;
  if (target.read_event > since) return Outcome::kRead;
  return IsDue(target, rules, start) ? Outcome::kDeferred : Outcome::kCached;
}

bool IsTrouble(Reason reason) {
  switch (reason) {
    case Reason::kNotFound:
    case Reason::kForbidden:
    case Reason::kClientError:
    case Reason::kInvalidDocument:
    case Reason::kTooLarge:
    case Reason::kInternal:
      return false;
    default:
      return true;
  }
}

}  // namespace bsg_exporter::collect
