#include "exporter/collect/roster.h"

#include <algorithm>
#include <tuple>

#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::collect {
namespace {

const CampaignLabels kNoLabels;

bool IsConfigured(std::span<const CampaignOptions> configured,
                  bsg::CampaignId id) {
  const auto at = std::lower_bound(
      configured.begin(), configured.end(), id,
      [](const CampaignOptions& campaign, bsg::CampaignId wanted) {
        return campaign.id < wanted;
      });
  return at != configured.end() && at->id == id;
}

// Whoever has not ended comes first, then the newest.
bool IsWorthMore(const bsg::ListedCampaign& a, const bsg::ListedCampaign& b) {
  const auto rank = [](const bsg::ListedCampaign& c) {
    return std::tuple(!bsg::HasEnded(c.status),
                      c.created_at.value_or(WallTime::min()), c.id);
  };
  return rank(a) > rank(b);
}

// Whom one type's list and another's both name is one campaign.
void KeepEachOnce(std::vector<bsg::ListedCampaign>& listed) {
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
  std::stable_sort(listed.begin(), listed.end(), by_id);
  listed.erase(std::unique(listed.begin(), listed.end(), same), listed.end());
}

// Those of the listed that are to be served, in any order.
std::vector<bsg::ListedCampaign> Chosen(std::vector<bsg::ListedCampaign> listed,
                                        const RosterRules& rules, WallTime now,
                                        Roster& roster) {
  roster.retired = std::erase_if(listed, [&](const auto& campaign) {
    return bsg::IsRetired(campaign, rules.retire_after, now);
  });
  if (listed.size() <= rules.max_discovered) return listed;
  roster.above_maximum = listed.size() - rules.max_discovered;
  const auto end =
      listed.begin() + static_cast<std::ptrdiff_t>(rules.max_discovered);
  std::nth_element(listed.begin(), end, listed.end(), IsWorthMore);
  listed.erase(end, listed.end());
  return listed;
}

void NoteRetirement(const bsg::ListedCampaign& campaign,
                    const RosterRules& rules, Roster& roster) {
  if (!bsg::HasEnded(campaign.status)) return;
  const std::optional<WallTime> end = bsg::EndOf(campaign);
  if (!end) return;
  const WallTime retires =
      *end + std::chrono::ceil<std::chrono::microseconds>(rules.retire_after);
  roster.next_retirement =
      std::min(roster.next_retirement.value_or(retires), retires);
}

}  // namespace

Roster MakeRoster(std::span<const CampaignOptions> configured,
                  std::vector<bsg::ListedCampaign> listed,
                  const RosterRules& rules, WallTime now) {
  Roster roster;
  for (const CampaignOptions& campaign : configured) {
    if (!rules.shard.Owns(rules.account, campaign.id)) continue;
    roster.members.push_back({campaign.id, &campaign.labels, false});
    ++roster.count.configured;
  }
  KeepEachOnce(listed);
  std::erase_if(listed, [&](const auto& campaign) {
    return IsConfigured(configured, campaign.id);
  });
  for (const auto& campaign : Chosen(std::move(listed), rules, now, roster)) {
    NoteRetirement(campaign, rules, roster);
    if (!rules.shard.Owns(rules.account, campaign.id)) continue;
    roster.members.push_back({campaign.id, &kNoLabels, true});
    ++roster.count.discovered;
  }
  std::sort(roster.members.begin(), roster.members.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return roster;
}

}  // namespace bsg_exporter::collect
