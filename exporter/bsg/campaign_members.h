#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"

namespace bsg_exporter::bsg {

// The members of a campaign object, in whichever document it stands, sorted by
// name.
class CampaignMembers {
 public:
  // Every name that a source on the API gives a field: first those of the
  // detail's specification, in its order, then those that only a page or
  // another document has.
  enum Name : std::size_t {
    kId,
    kName,
    kSender,
    kStatus,
    kType,
    kStartedAt,
    kActualStartAt,
    kFinishedAt,
    kCreatedAt,
    kStatistics,
    kAlternativeChannels,
    kTotalMessages,
    kTotalPhones,
    kTotalPrice,
    kCurrency,
    kMessageType,
    kStartAt,
    kStartDate,
    kRealStartAt,
    kTotalPriceWithBlank,
    kNameCount
  };
  static constexpr std::array<std::string_view, kNameCount> kNames = {
      "id",
      "name",
      "sender",
      "status",
      "type",
      "started_at",
      "actual_start_at",
      "finished_at",
      "created_at",
      "statistics",
      "alternative_channels",
      "total_messages",
      "total_phones",
      "total_price",
      "currency",
      "message_type",
      "start_at",
      "start_date",
      "real_start_at",
      "total price"};

  // Of a repeated name the first value counts, unless it is null. Repeated and
  // unknown names are findings, but for `also_known`. Counters may stand in
  // several places, so they are not for this table.
  CampaignMembers(json::Value object,
                  std::optional<std::string_view> also_known,
                  Findings& findings);

  Field operator[](Name name) const { return {kNames[name], values_[name]}; }

 private:
  std::array<json::Value, kNameCount> values_;
};

std::optional<std::string> ReadStatus(const CampaignMembers& members,
                                      Findings& findings);
std::optional<std::string> ReadType(const CampaignMembers& members,
                                    Findings& findings);

// The times of a campaign; each is the first usable one of its names.
struct CampaignTimes {
  std::optional<WallTime> created_at;
  std::optional<WallTime> planned_start;
  std::optional<WallTime> actual_start;
  std::optional<WallTime> finished_at;
};
CampaignTimes ReadTimes(const CampaignMembers& members, const TimeZone& zone,
                        Findings& findings);

// What a campaign's detail and its row in a list have in common.
template <class AnyCampaign>
void ReadCommonFields(const CampaignMembers& members, const TimeZone& zone,
                      Findings& findings, AnyCampaign& campaign) {
  campaign.name = ReadText(members[CampaignMembers::kName], findings);
  campaign.sender = ReadText(members[CampaignMembers::kSender], findings);
  campaign.status = ReadStatus(members, findings);
  campaign.type = ReadType(members, findings);
  const CampaignTimes times = ReadTimes(members, zone, findings);
  campaign.created_at = times.created_at;
  campaign.planned_start = times.planned_start;
  campaign.actual_start = times.actual_start;
  campaign.finished_at = times.finished_at;
}

}  // namespace bsg_exporter::bsg
