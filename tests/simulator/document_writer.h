#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/simulator/campaign_life.h"
#include "tests/simulator/campaign_plan.h"
#include "tests/simulator/json_writer.h"

namespace bsg_exporter::simulator {

// What a detail document can be made to say wrongly.
struct Twist {
  bool wrong_type = false;       // "delivered": "many"
  bool unknown_counter = false;  // "teleported": 3
  bool unknown_status = false;   // "archived"
  bool unknown_type = false;     // "telegram"
  bool wrong_id = false;         // the next one's
  bool invalid_utf8 = false;     // in the name
  std::int64_t nesting = 0;      // so many arrays in each other, under "extra"

  friend bool operator==(const Twist&, const Twist&) = default;
};

// What a document needs besides plan and state.
struct DocumentContext {
  std::string_view account;
  std::string_view currency;
  Span created_offset{};  // created_at is printed in that zone, all else in UTC
};

// GET /api/campaigns/{id}/detail, in the campaign's shape.
std::string DetailDocument(const CampaignPlan& plan, const CampaignState& state,
                           const DocumentContext& context,
                           const Twist& twist = {});

// The campaign as GET /api/campaigns/{id} and the rows of GET /api/campaigns
// show it: `sent` counts all of its messages here, and there is no price.
void WriteGeneral(JsonWriter& json, const CampaignPlan& plan,
                  const CampaignState& state, const DocumentContext& context,
                  bool in_list);

// The same numbers in one simple form, for tests to compare with: times in
// Unix seconds, all 13 counters, whatever the campaign's shape.
std::string TruthDocument(const CampaignPlan& plan, const CampaignState& state,
                          const DocumentContext& context);

}  // namespace bsg_exporter::simulator
