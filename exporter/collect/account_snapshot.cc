#include <algorithm>
#include <utility>

#include "bsg_exporter/bsg/life_cycle.h"
#include "exporter/collect/account_reader.h"
#include "exporter/collect/plan.h"

// What an account has to show of what was read.
namespace bsg_exporter::collect {

Duration AccountReader::EffectiveRefresh(const Target& target) const {
  return std::max(target.refresh, read_.min_interval);
}

// Where a campaign stands depends on the time as well: what was finishing
// settles by and by.
void AccountReader::Recompute(std::size_t i) {
  if (i == kBalance) return;
  Target& target = targets_[i];
  target.refresh =
      bsg::RefreshInterval(store_.campaign(i)->document.get(), target.failure,
                           read_.refresh, parts_.clock.Wall());
  store_.SetRefresh(i, EffectiveRefresh(target));
}

void AccountReader::DropWhatIsTooOld(std::size_t i, SteadyTime now) {
  const Target& target = targets_[i];
  if (!target.received) return;
  const bool failed = store_.failure(i).has_value();
  if (!IsTooOld(*target.received, failed, EffectiveRefresh(target),
                read_.max_stale, now)) {
    return;
  }
  store_.Drop(i,
              throttle_.HoldsBack(now) ? Reason::kThrottled : Reason::kPending);
}

void AccountReader::AppendTo(metrics::Snapshot& snapshot, SteadyTime start,
                             std::uint64_t since) {
  const SteadyTime now = parts_.clock.Steady();
  DropWhatIsTooOld(kBalance, now);
  metrics::OutcomeCounts outcomes;
  for (const std::size_t i : members_.served()) {
    DropWhatIsTooOld(i, now);
    const auto& campaign = store_.campaign(i);
    ++outcomes[OutcomeOf(targets_[i], *campaign, Rules(), start, since)];
    snapshot.campaigns.push_back(campaign);
  }
  snapshot.accounts.push_back(store_.account());
  snapshot.outcomes.push_back(outcomes);
}

std::optional<WallTime> AccountReader::WallTimeOf(
    std::optional<SteadyTime> time) const {
  if (!time) return std::nullopt;
  return parts_.clock.Wall() +
         std::chrono::duration_cast<std::chrono::microseconds>(
             *time - parts_.clock.Steady());
}

Timing AccountReader::TimingOf(const Target& target) const {
  Timing timing;
  timing.attempted = WallTimeOf(target.last_attempt);
  timing.took = target.took;
  timing.failures = target.failures;
  timing.under_way = target.phase != Target::Phase::kIdle;
  const SteadyTime due = DueAt(target, Rules());
  if (due > parts_.clock.Steady()) timing.due = WallTimeOf(due);
  return timing;
}

void AccountReader::AppendTo(Overview& overview) {
  const SteadyTime now = parts_.clock.Steady();
  DropWhatIsTooOld(kBalance, now);
  for (const std::size_t i : members_.served()) {
    DropWhatIsTooOld(i, now);
    overview.campaigns.push_back({store_.campaign(i), TimingOf(targets_[i])});
  }
  KnownAccount account{store_.account()};
  if (throttle_.HoldsBack(now)) {
    account.paused_until = WallTimeOf(throttle_.until());
  }
  account.outage = outage_.is_on();
  overview.accounts.push_back(std::move(account));
}

bool AccountReader::AppendCampaign(metrics::Snapshot& snapshot,
                                   bsg::CampaignId id) {
  const std::optional<std::size_t> i = members_.Find(id);
  if (!i) return false;
  DropWhatIsTooOld(*i, parts_.clock.Steady());
  snapshot.campaigns.push_back(store_.campaign(*i));
  return true;
}

}  // namespace bsg_exporter::collect
