#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "bsg_exporter/bsg/decode.h"
#include "exporter/bsg/campaign_members.h"
#include "exporter/bsg/envelope.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {
namespace {

constexpr Path kWholeList;

// The API's backend confuses empty lists and empty objects.
bool IsList(json::Value value) {
  return value.IsArray() || (value.IsObject() && value.Members().empty());
}

// Whether an array may hold campaigns, as far as its first element tells.
bool HoldsCampaigns(json::Value array) {
  const json::Elements elements = array.Elements();
  return array.IsArray() && (elements.empty() || Has(*elements.begin(), "id"));
}

bool IsCampaign(json::Value object) {
  return Has(object, "statistics") ||
         (Has(object, "id") && Has(object, "status"));
}

// Says what it is instead of a list, as far as its keys tell.
Error NoList(json::Value root) {
  const json::Value data = root.Find("data");
  const Enclosed inner =
      data.absent() ? Enclosed{{}, root} : Enclosed{"data", data};
  if (IsCampaign(inner.value)) {
    return InvalidDocument(inner.path(kWholeList),
                           "expected a list of campaigns, got a campaign");
  }
  if (IsError(root)) {
    return InvalidDocument(kWholeList,
                           "expected a list of campaigns, got an error");
  }
  return InvalidDocument(inner.path(kWholeList),
                         "expected a list of campaigns");
}

// The envelopes are those of a detail; only `data` may have a neighbour.
Result<json::Value> FindList(json::Value root, Findings& findings) {
  if (root.IsArray()) return root;
  if (const auto data = FindData(root, IsList, "meta", findings)) {
    return data->value;
  }
  const std::optional<json::Member> only = OnlyMember(root);
  if (!only || IsError(root) || !HoldsCampaigns(only->value)) {
    return NoList(root);
  }
  findings.Add(Place::kEnvelope, only->key);
  return only->value;
}

std::optional<std::size_t> ReadTotal(json::Value root, Findings& findings) {
  const json::Value total = root.Find("meta").Find("page").Find("total");
  const auto rows = ReadInteger({"total", total}, Place::kEnvelope, findings);
  if (!rows) return std::nullopt;
  if (*rows >= 0) return static_cast<std::size_t>(*rows);
  findings.Add(Place::kEnvelope, "total");
  return std::nullopt;
}

std::optional<CampaignId> ReadId(const CampaignMembers& members,
                                 Findings& findings) {
  const Field field = members[CampaignMembers::kId];
  const auto id = ReadInteger(field, Place::kId, findings);
  if (!id || *id >= 1) return id;
  findings.Add(Place::kId, field.key);
  return std::nullopt;
}

// Nothing if the row has no usable id.
std::optional<ListedCampaign> ReadRow(json::Value row, const TimeZone& zone,
                                      Findings& findings) {
  const CampaignMembers members(row, "calculated_price", findings);
  const std::optional<CampaignId> id = ReadId(members, findings);
  if (!id) return std::nullopt;
  ListedCampaign campaign;
  campaign.id = *id;
  ReadCommonFields(members, zone, findings, campaign);
  return campaign;
}

CampaignList ReadRows(json::Value list, const TimeZone& zone,
                      Findings& findings) {
  CampaignList campaigns;
  std::unordered_set<CampaignId> known;
  for (const json::Value row : list.Elements()) {
    std::optional<ListedCampaign> campaign = ReadRow(row, zone, findings);
    if (!campaign) {
      ++campaigns.unreadable;
    } else if (known.insert(campaign->id).second) {
      campaigns.rows.push_back(*std::move(campaign));
    }
  }
  return campaigns;
}

}  // namespace

Result<Decoded<CampaignList>> DecodeCampaignList(std::string_view body,
                                                 const TimeZone& zone) {
  const Result<json::Document> document = json::Parse(body);
  if (!document.ok()) return document.error();
  const json::Value root = document->root();
  Findings findings;
  const Result<json::Value> list = FindList(root, findings);
  if (!list.ok()) return list.error();
  CampaignList campaigns = ReadRows(*list, zone, findings);
  campaigns.total = ReadTotal(root, findings);
  return Decoded<CampaignList>{std::move(campaigns),
                               std::move(findings).Take()};
}

}  // namespace bsg_exporter::bsg
