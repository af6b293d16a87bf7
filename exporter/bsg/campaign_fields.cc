#include "exporter/bsg/campaign_fields.h"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "exporter/bsg/alternative_channels.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/names.h"
#include "exporter/bsg/statistics.h"

namespace bsg_exporter::bsg {
namespace {

constexpr std::size_t kMaxWordBytes = 128;

// Every name that a source on the API gives a field of this document: first
// the specification's, in its order, then those that only a page has.
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
constexpr std::array<std::string_view, kNameCount> kNames = {
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

// The members of the campaign object, sorted by name.
class Fields {
 public:
  // Of a repeated name the first value counts, unless it is null. Unknown and
  // repeated names are findings. Counters may stand in several places, so they
  // are not for this table.
  Fields(json::Value object, Findings& findings) {
    NameFinder finder(kNames);
    for (const json::Member member : object.Members()) {
      const std::size_t name = finder.Find(member.key);
      if (name == kStatistics || name == kAlternativeChannels) continue;
      if (name == kNameCount || !values_[name].absent()) {
        findings.Add(Place::kOther, member.key);
      } else {
        values_[name] = member.value;
      }
    }
  }

  Field operator[](Name name) const { return {kNames[name], values_[name]}; }

 private:
  std::array<json::Value, kNameCount> values_;
};

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

std::optional<std::string> ReadType(const Fields& fields, Findings& findings) {
  for (const Name name : {kType, kMessageType}) {
    auto type = ReadWord(fields[name], kTypes, Place::kType, findings);
    if (type) return type;
  }
  return std::nullopt;
}

// The first usable one of a field's names.
std::optional<WallTime> ReadTime(const Fields& fields,
                                 std::initializer_list<Name> names,
                                 const CampaignContext& context) {
  for (const Name name : names) {
    const Field field = fields[name];
    if (field.value.absent()) continue;
    const auto time = ParseTime(field.value.Text().value_or(""), context.zone);
    if (time) return time;
    context.findings.Add(Place::kTime, field.key);
  }
  return std::nullopt;
}

std::optional<double> ReadPrice(const Fields& fields, Findings& findings) {
  for (const Name name : {kTotalPrice, kTotalPriceWithBlank}) {
    const auto price = ReadAmount(fields[name], findings);
    if (price) return price;
  }
  return std::nullopt;
}

std::optional<CampaignId> ReadId(const Fields& fields,
                                 const CampaignContext& context) {
  const auto id = ReadInteger(fields[kId], Place::kId, context.findings);
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
    if (member.key == kNames[kStatistics]) {
      added = primary.Add(member.value, path.At(member.key), findings);
    } else if (member.key == kNames[kAlternativeChannels]) {
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
  const Fields fields(object, findings);
  Campaign campaign;
  campaign.id = ReadId(fields, context);
  campaign.name = ReadText(fields[kName], findings);
  campaign.sender = ReadText(fields[kSender], findings);
  campaign.status =
      ReadWord(fields[kStatus], kStatuses, Place::kStatus, findings);
  campaign.type = ReadType(fields, findings);
  campaign.created_at = ReadTime(fields, {kCreatedAt}, context);
  campaign.planned_start =
      ReadTime(fields, {kStartedAt, kStartAt, kStartDate}, context);
  campaign.actual_start =
      ReadTime(fields, {kActualStartAt, kRealStartAt}, context);
  campaign.finished_at = ReadTime(fields, {kFinishedAt}, context);
  campaign.total_messages =
      ReadInteger(fields[kTotalMessages], Place::kOther, findings);
  campaign.total_phones =
      ReadInteger(fields[kTotalPhones], Place::kOther, findings);
  campaign.total_price = ReadPrice(fields, findings);
  campaign.currency = ReadCurrency(fields[kCurrency], findings);

  auto channels =
      ReadChannels(object, path, campaign.type.value_or("unknown"), findings);
  if (!channels.ok()) return channels.error();
  campaign.channels = std::move(channels).value();
  return campaign;
}

}  // namespace bsg_exporter::bsg
