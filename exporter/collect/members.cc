#include "exporter/collect/members.h"

#include <algorithm>
#include <utility>

#include "exporter/collect/retry.h"

namespace bsg_exporter::collect {
namespace {

// So many documents of campaigns that nobody serves are kept.
constexpr std::size_t kMostVisitors = 1000;

}  // namespace

Members::Members(const AccountOptions& account, const ReadOptions& read,
                 std::vector<Target>& targets, AccountStore& store)
    : account_(account),
      read_(read),
      targets_(targets),
      store_(store),
      configured_(account.campaigns) {
  if (account.discovery) {
    discovery_.emplace(*account.discovery, BackOffOf(read).first);
  }
}

std::vector<std::size_t> Members::Update(WallTime now) {
  if (account_.changed) {
    if (auto campaigns = account_.changed()) {
      configured_ = *std::move(campaigns);
      is_stale_ = true;
    }
  }
  const bool somebody_retires = next_retirement_ && now >= *next_retirement_;
  if (!std::exchange(is_stale_, false) && !somebody_retires) return {};
  const Roster roster = RosterAt(now);
  next_retirement_ = roster.next_retirement;
  Tell(roster);
  return Serve(roster);
}

Roster Members::RosterAt(WallTime now) const {
  RosterRules rules{.account = account_.name, .shard = read_.shard};
  if (!discovery_) return MakeRoster(configured_, {}, rules, now);
  rules.max_discovered = account_.discovery->max_campaigns;
  rules.retire_after = account_.discovery->retire_after;
  return MakeRoster(configured_, discovery_->Found(), rules, now);
}

void Members::Tell(const Roster& roster) {
  std::optional<bsg::DiscoveryState> discovery;
  if (discovery_) {
    discovery = {.known = discovery_->is_known(),
                 .up = !discovery_->is_first() && !discovery_->failure(),
                 .succeeded = discovery_->succeeded(),
                 .above_maximum = roster.above_maximum,
                 .retired = roster.retired,
                 .unreadable = discovery_->unreadable()};
  }
  store_.SetCampaigns(roster.count, discovery);
}

std::vector<std::size_t> Members::Serve(const Roster& roster) {
  std::vector<std::size_t> served;
  served.reserve(roster.members.size());
  for (const Roster::Member& member : roster.members) {
    const std::optional<std::size_t> known = Find(member.id);
    const std::size_t slot = known ? *known : Add(member.id);
    Target& target = targets_[slot];
    if (target.visitor) --visitors_;
    target.visitor = target.leaving = false;
    target.place = static_cast<double>(served.size()) /
                   static_cast<double>(roster.members.size());
    store_.Describe(slot, *member.labels, member.discovered);
    served.push_back(slot);
  }
  std::vector<std::size_t> gone;
  for (const std::size_t slot : served_) {
    const auto at = std::lower_bound(
        roster.members.begin(), roster.members.end(), targets_[slot].id,
        [](const auto& member, bsg::CampaignId id) { return member.id < id; });
    const bool stays =
        at != roster.members.end() && at->id == targets_[slot].id;
    if (!stays) gone.push_back(slot);
  }
  served_ = std::move(served);
  return gone;
}

void Members::Remove(std::size_t slot) {
  Target& target = targets_[slot];
  if (target.visitor) --visitors_;
  slots_.erase(target.id);
  target = Target{};
  target.phase = Target::Phase::kNever;
  store_.Remove(slot);
  free_.push_back(slot);
}

std::optional<std::size_t> Members::Find(bsg::CampaignId id) const {
  const auto found = slots_.find(id);
  if (found == slots_.end()) return std::nullopt;
  return found->second;
}

bool Members::Serves(bsg::CampaignId id) const {
  const std::optional<std::size_t> slot = Find(id);
  return slot && !targets_[*slot].visitor && !targets_[*slot].leaving;
}

std::size_t Members::Add(bsg::CampaignId id) {
  if (free_.empty()) {
    free_.push_back(targets_.size());
    targets_.emplace_back();
  }
  const std::size_t slot = free_.back();
  free_.pop_back();
  targets_[slot] = Target{};
  targets_[slot].id = id;
  targets_[slot].refresh = read_.refresh.active;
  store_.Add(slot, id);
  slots_.emplace(id, slot);
  return slot;
}

std::optional<std::size_t> Members::Admit(bsg::CampaignId id, SteadyTime now) {
  std::optional<std::size_t> slot = Find(id);
  if (!slot) {
    if (!MakeRoomForVisitor()) return std::nullopt;
    slot = Add(id);
    targets_[*slot].visitor = true;
    ++visitors_;
  }
  Target& target = targets_[*slot];
  if (std::exchange(target.leaving, false)) {
    target.visitor = true;
    ++visitors_;
  }
  target.probed = now;
  return slot;
}

// True if there is some. Those that are being read stay, and whoever asks for
// them may have gone: connections are no bound of theirs.
bool Members::MakeRoomForVisitor() {
  if (visitors_ < kMostVisitors) return true;
  std::optional<std::size_t> oldest;
  for (const auto& [id, slot] : slots_) {
    const Target& target = targets_[slot];
    if (!target.visitor || target.phase != Target::Phase::kIdle) continue;
    if (!oldest || target.probed < targets_[*oldest].probed) oldest = slot;
  }
  if (oldest) Remove(*oldest);
  return oldest.has_value();
}

}  // namespace bsg_exporter::collect
