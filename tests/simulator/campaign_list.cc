#include "tests/simulator/campaign_list.h"

#include <algorithm>
#include <compare>

namespace bsg_exporter::simulator {
namespace {

std::strong_ordering Compare(SortBy sort, const ListRow& a, const ListRow& b) {
  switch (sort) {
    case SortBy::kSender:
      return a.plan->sender <=> b.plan->sender;
    case SortBy::kDate:
      return a.plan->created <=> b.plan->created;
    case SortBy::kStatus:
      return a.state.status <=> b.state.status;
    case SortBy::kType:  // there is one type on a page
    case SortBy::kId:
      break;
  }
  return std::strong_ordering::equal;
}

}  // namespace

ListPage MakePage(const ListRequest& request,
                  const std::vector<const CampaignPlan*>& campaigns,
                  Instant now) {
  std::vector<ListRow> rows;
  for (const CampaignPlan* const plan : campaigns) {
    if (plan->type != request.type || plan->created < request.from ||
        plan->created > request.to) {
      continue;
    }
    rows.push_back({plan, {}});
    if (request.sort == SortBy::kStatus)
      rows.back().state = StateAt(*plan, now);
  }
  std::sort(rows.begin(), rows.end(), [&](const ListRow& a, const ListRow& b) {
    auto order = Compare(request.sort, a, b);
    if (order == 0) order = a.plan->id <=> b.plan->id;
    return request.descending ? order > 0 : order < 0;
  });

  ListPage page;
  page.total = rows.size();
  const std::size_t begin = std::min(request.offset, rows.size());
  const std::size_t end = std::min(begin + request.limit, rows.size());
  for (std::size_t i = begin; i < end; ++i) {
    page.rows.push_back({rows[i].plan, StateAt(*rows[i].plan, now)});
  }
  return page;
}

}  // namespace bsg_exporter::simulator
