#include "exporter/bsg/campaign_fields.h"

#include <string>
#include <utility>

#include "exporter/bsg/alternative_channels.h"
#include "exporter/bsg/campaign_members.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/statistics.h"

namespace bsg_exporter::bsg {
namespace {

using Members = CampaignMembers;

std::optional<double> ReadPrice(const Members& members, Findings& findings) {
  for (const auto name :
       {Members::kTotalPrice, Members::kTotalPriceWithBlank}) {
    const auto price = ReadAmount(members[name], findings);
    if (price) return price;
  }
  return std::nullopt;
}

std::optional<CampaignId> ReadId(const Members& members,
                                 const CampaignContext& context) {
  const auto id =
      ReadInteger(members[Members::kId], Place::kId, context.findings);
  if (id && context.asked && *id != *context.asked) {
    context.findings.Add(Place::kId, "asked for " +
                                         std::to_string(*context.asked) +
                                         ", got " + std::to_string(*id));
  }
  return id;
}

Result<std::vector<Channel>> ReadChannels(json::Value object, const Path& path,
                                          const std::string& type,
                                          Findings& findings) {
  Statistics primary;
  AlternativeChannels alternative;
  for (const json::Member member : object.Members()) {
    Status added;
    if (member.key == Members::kNames[Members::kStatistics]) {
      added = primary.Add(member.value, path.At(member.key), findings);
    } else if (member.key == Members::kNames[Members::kAlternativeChannels]) {
      added = alternative.Add(member.value, path.At(member.key), findings);
    }
    if (!added.ok()) return added.error();
  }
  std::vector<Channel> channels;
  channels.reserve(2);
  if (std::vector<Counter> counters = primary.Counters(); !counters.empty()) {
    channels.push_back({type, Role::kPrimary, std::move(counters)});
  }
  alternative.AppendTo(channels);
  return channels;
}

}  // namespace

Result<Campaign> ReadCampaign(json::Value object, const Path& path,
                              const CampaignContext& context) {
  Findings& findings = context.findings;
  const Members members(object, std::nullopt, findings);
  Campaign campaign;
  campaign.id = ReadId(members, context);
  ReadCommonFields(members, context.zone, findings, campaign);
  campaign.total_messages =
      ReadInteger(members[Members::kTotalMessages], Place::kOther, findings);
  campaign.total_phones =
      ReadInteger(members[Members::kTotalPhones], Place::kOther, findings);
  campaign.total_price = ReadPrice(members, findings);
  campaign.currency = ReadCurrency(members[Members::kCurrency], findings);

  auto channels =
      ReadChannels(object, path, campaign.type.value_or("unknown"), findings);
  if (!channels.ok()) return channels.error();
  campaign.channels = std::move(channels).value();
  return campaign;
}

}  // namespace bsg_exporter::bsg
