#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/collect/overview.h"
#include "bsg_exporter/web/query.h"

namespace bsg_exporter::web {

// What the list can be sorted by, as the parameter `sort` has it.
struct SortKey {
  std::string_view key;
  std::string_view name;    // for people
  bool descending = false;  // which way is looked at first
};
inline constexpr std::array<SortKey, 14> kSortKeys = {{
    {"attention", "what needs attention"},
    {"name", "name"},
    {"id", "id", true},
    {"account", "account"},
    {"type", "type"},
    {"sender", "sender"},
    {"status", "status"},
    {"messages", "messages", true},
    {"delivered", "delivered"},
    {"read", "read"},
    {"failed", "failed", true},
    {"cost", "cost", true},
    {"age", "age of the data", true},
    {"interval", "refresh interval"},
}};

// What of the campaigns is asked for, as the query of "/" says it. What the
// query gets wrong is as if it were not there: the page is for people.
struct ListRequest {
  static constexpr std::string_view kFailing = "failing";

  std::string_view sort = kSortKeys[0].key;
  bool descending = false;
  std::string text;     // in name, id, sender, type or labels; any case
  std::string account;  // "": any
  std::string status;   // "": any; kFailing: the latest read failed
  std::size_t page = 1;

  static ListRequest Of(const Query& query);
  // The query that asks for this, with its '?'; "?" for the defaults.
  std::string ToQuery() const;
};

// One page of the list.
struct CampaignList {
  static constexpr std::size_t kRowsPerPage = 200;

  std::vector<const collect::KnownCampaign*> rows;  // of the overview
  std::size_t matching = 0;
  std::size_t page = 1;
  std::size_t pages = 1;
};
CampaignList Select(const collect::Overview& overview,
                    const ListRequest& request);

// Whether the latest read failed; one that is to come yet has not.
bool IsFailing(const bsg::CampaignState& campaign);

}  // namespace bsg_exporter::web
