#include "exporter/config/campaigns.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "exporter/config/values.h"

namespace bsg_exporter::config {
namespace {

constexpr Range<std::int64_t> kIds = {1,
                                      std::numeric_limits<std::int64_t>::max()};
constexpr std::size_t kMaxLabels = 64;

}  // namespace

std::vector<NamedCampaign> ReadCampaigns(TableReader& in) {
  std::vector<NamedCampaign> named;
  for (const auto& item : in.Integers("campaigns", kIds)) {
    named.push_back({{item.value, {}}, item.place, "campaigns"});
  }
  for (TableReader& table : in.Tables("campaign")) {
    NamedCampaign one{{}, table.KeyPlace("id"), "campaign.id"};
    if (!table.Has("id")) {
      table.Refuse("id", "expected a campaign's id, there is none");
    }
    table.Integer("id", kIds, one.campaign.id);
    one.campaign.labels =
        table.Pairs("labels", CheckLabelName, CheckLabelValue);
    if (one.campaign.labels.size() > kMaxLabels) {
      table.Refuse("labels", "expected at most 64 labels, got " +
                                 std::to_string(one.campaign.labels.size()));
    }
    if (one.campaign.id > 0) named.push_back(std::move(one));
  }
  return named;
}

}  // namespace bsg_exporter::config
