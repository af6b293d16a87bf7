#include "exporter/bsg/campaign_members.h"

#include <initializer_list>

#include "bsg_exporter/bsg/campaign.h"
#include "exporter/bsg/names.h"

namespace bsg_exporter::bsg {
namespace {

constexpr std::size_t kMaxWordBytes = 128;

// A word of an open list.
template <std::size_t kSize>
std::optional<std::string> ReadWord(
    const Field& field, const std::array<std::string_view, kSize>& documented,
    Place place, Findings& findings) {
  if (field.value.absent()) return std::nullopt;
  const std::string_view word = field.value.Text().value_or("");
  if (word.empty() || word.size() > kMaxWordBytes) {
    findings.Add(place, field.key);
    return std::nullopt;
  }
  if (!Contains(documented, word)) findings.Add(place, word);
  return std::string(word);
}

std::optional<WallTime> ReadTime(
    const CampaignMembers& members,
    std::initializer_list<CampaignMembers::Name> names, const TimeZone& zone,
    Findings& findings) {
  for (const CampaignMembers::Name name : names) {
    const Field field = members[name];
    if (field.value.absent()) continue;
    const auto time = ParseTime(field.value.Text().value_or(""), zone);
    if (time) return time;
    findings.Add(Place::kTime, field.key);
  }
  return std::nullopt;
}

}  // namespace

CampaignMembers::CampaignMembers(json::Value object,
                                 std::optional<std::string_view> also_known,
                                 Findings& findings) {
  NameFinder finder(kNames);
  for (const json::Member member : object.Members()) {
    const std::size_t name = finder.Find(member.key);
    if (name == kStatistics || name == kAlternativeChannels) continue;
    if (name != kNameCount && values_[name].absent()) {
      values_[name] = member.value;
    } else if (member.key != also_known) {
      findings.Add(Place::kOther, member.key);
    }
  }
}

std::optional<std::string> ReadStatus(const CampaignMembers& members,
                                      Findings& findings) {
  return ReadWord(members[CampaignMembers::kStatus], kStatuses, Place::kStatus,
                  findings);
}

std::optional<std::string> ReadType(const CampaignMembers& members,
                                    Findings& findings) {
  for (const auto name :
       {CampaignMembers::kType, CampaignMembers::kMessageType}) {
    auto type = ReadWord(members[name], kTypes, Place::kType, findings);
    if (type) return type;
  }
  return std::nullopt;
}

CampaignTimes ReadTimes(const CampaignMembers& members, const TimeZone& zone,
                        Findings& findings) {
  using M = CampaignMembers;
  const auto time = [&](std::initializer_list<M::Name> names) {
    return ReadTime(members, names, zone, findings);
  };
  CampaignTimes times;
  times.created_at = time({M::kCreatedAt});
  times.planned_start = time({M::kStartedAt, M::kStartAt, M::kStartDate});
  times.actual_start = time({M::kActualStartAt, M::kRealStartAt});
  times.finished_at = time({M::kFinishedAt});
  return times;
}

}  // namespace bsg_exporter::bsg
