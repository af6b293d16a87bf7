#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "bsg_exporter/metrics/page.h"
#include "exporter/collect/target.h"

// What is read next, and what becomes of what was read: decisions on values,
// without any effect.
namespace bsg_exporter::collect {

// The idle targets that are due, in the order of their turns. Visitors are
// not among them: they are read for probes alone.
std::vector<std::size_t> DueTargets(const std::vector<Target>& targets,
                                    const RestRules& rules, SteadyTime now);

// Of the idle targets from `first` on that may be tried again: the one that was
// tried longest ago, those that failed last time after the others. The one
// request that finds something out; another one each time, so that none is the
// judge of all; never a visitor.
std::optional<std::size_t> TrialTarget(const std::vector<Target>& targets,
                                       std::size_t first,
                                       const RestRules& rules, SteadyTime now);

// Whether data that came at `received` may not be served any more. After a
// failure it lasts `max_stale` beyond the interval in which it should have
// been read again. That a turn does not come is no failure; but such data does
// not last for ever either.
bool IsTooOld(SteadyTime received, bool failed, Duration refresh,
              Duration max_stale, SteadyTime now);

// How a scrape that began at `start`, when `since` documents had been read,
// came by a campaign.
metrics::Outcome OutcomeOf(const Target& target,
                           const bsg::CampaignState& state,
                           const RestRules& rules, SteadyTime start,
                           std::uint64_t since);

// Failures that say that the API, or the way to it, is in trouble, as against
// those about a single document.
bool IsTrouble(Reason reason);

}  // namespace bsg_exporter::collect
