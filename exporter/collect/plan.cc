#include "exporter/collect/plan.h"

#include <algorithm>

namespace bsg_exporter::collect {

std::vector<std::size_t> DueTargets(const std::vector<Target>& targets,
                                    const RestRules& rules, SteadyTime now) {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const bool idle = targets[i].phase == Target::Phase::kIdle;
    if (idle && IsDue(targets[i], rules, now)) due.push_back(i);
  }
  std::sort(due.begin(), due.end(), [&](std::size_t a, std::size_t b) {
    return HasPrecedence(targets[a], targets[b], rules, now);
  });
  return due;
}

std::optional<std::size_t> ProbeTarget(const std::vector<Target>& targets,
                                       std::size_t first,
                                       const RestRules& rules, SteadyTime now) {
  std::optional<std::size_t> probe;
  for (std::size_t i = first; i < targets.size(); ++i) {
    const Target& target = targets[i];
    if (target.phase != Target::Phase::kIdle) continue;
    if (target.last_attempt &&
        now - *target.last_attempt < rules.min_interval) {
      continue;
    }
    if (!probe || target.last_attempt < targets[*probe].last_attempt) {
      probe = i;
    }
  }
  return probe;
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
