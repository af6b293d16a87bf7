#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::bsg {
namespace {

template <class AnyCampaign>
std::optional<WallTime> EndOfAny(const AnyCampaign& campaign) {
  if (campaign.finished_at) return campaign.finished_at;
  if (campaign.actual_start) return campaign.actual_start;
  return campaign.created_at;
}

}  // namespace

bool HasEnded(const std::optional<std::string>& status) {
  return status == "done" || status == "stopped" || status == "spam";
}

std::optional<WallTime> EndOf(const Campaign& campaign) {
  return EndOfAny(campaign);
}

std::optional<WallTime> EndOf(const ListedCampaign& campaign) {
  return EndOfAny(campaign);
}

bool IsRetired(const ListedCampaign& campaign, Duration retire_after,
               WallTime now) {
  if (!HasEnded(campaign.status)) return false;
  const std::optional<WallTime> end = EndOf(campaign);
  // In the calendar's unit: the clock's is too fine for the year 9999.
  return end && now - *end >=
                    std::chrono::ceil<std::chrono::microseconds>(retire_after);
}

}  // namespace bsg_exporter::bsg
