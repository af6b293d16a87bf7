#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "tests/simulator/campaign_life.h"
#include "tests/simulator/campaign_plan.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {

enum class SortBy { kId, kSender, kType, kDate, kStatus };

// What GET /api/campaigns was asked for.
struct ListRequest {
  Type type = Type::kSms;
  Instant from;  // created_at, both ends included
  Instant to;
  std::size_t offset = 0;
  std::size_t limit = 50;
  SortBy sort = SortBy::kId;
  bool descending = false;
};

// What the API refuses with 422: which parameter, and why.
struct InvalidParameter {
  std::string name;
  std::string message;

  friend bool operator==(const InvalidParameter&,
                         const InvalidParameter&) = default;
};

// Defaults as documented: SMS, the three months up to `now`, 50 rows by id.
Result<ListRequest, InvalidParameter> ParseListRequest(const Query& query,
                                                       Instant now);

struct ListRow {
  const CampaignPlan* plan;
  CampaignState state;
};
struct ListPage {
  std::vector<ListRow> rows;
  std::size_t total = 0;  // before paging
};
// Of the account's campaigns; equal ones stand by id.
ListPage MakePage(const ListRequest& request,
                  const std::vector<const CampaignPlan*>& campaigns,
                  Instant now);

}  // namespace bsg_exporter::simulator
