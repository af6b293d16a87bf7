#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/web/body.h"
#include "tests/simulator/campaign_plan.h"

namespace bsg_exporter::simulator {

// A detail answer from a file, served as it is to every account.
struct StoredDocument {
  std::string content_type;
  web::Body body;
};

// All campaigns, by id.
class Campaigns {
 public:
  explicit Campaigns(PlanOptions options) : options_(std::move(options)) {}

  // Nothing if the id is taken.
  const CampaignPlan* Add(std::size_t account, std::int64_t id, Type type,
                          Kind kind);

  // A campaign that is stuck, paused or stopped is where it would be by now if
  // it had never halted, and goes on. Nothing if there is no such campaign.
  const CampaignPlan* Resume(std::int64_t id);

  // `count` of them from the next free id on, in a mix of types and kinds.
  void AddMix(std::size_t account, std::size_t count);

  // One of each kind, types in turn, and each type once more while it is sent.
  void AddDemo(std::size_t account);

  // Every *.json file of the folder under the id that stands first in it, and
  // every <id>.html; of several for one id the first by name. Says how many
  // there are, or what is wrong with the folder.
  Result<std::size_t> AddDocuments(const std::string& folder);

  void set_next_id(std::int64_t id) { next_id_ = id; }

  const CampaignPlan* Find(std::int64_t id) const;
  const StoredDocument* FindDocument(std::int64_t id) const;

  // In the order in which they were added.
  const std::vector<std::unique_ptr<const CampaignPlan>>& all() const {
    return all_;
  }
  std::vector<std::int64_t> DocumentIds() const;  // sorted
  const PlanOptions& options() const { return options_; }

 private:
  bool Taken(std::int64_t id) const;
  std::int64_t NextId();

  const PlanOptions options_;
  std::int64_t next_id_ = 61'000'001;
  std::vector<std::unique_ptr<const CampaignPlan>> all_;
  std::unordered_map<std::int64_t, const CampaignPlan*> by_id_;
  std::unordered_map<std::int64_t, StoredDocument> documents_;
};

// The number behind the first "id": of a JSON text.
std::optional<std::int64_t> FirstId(std::string_view json);

// "1-3,7" of 1, 2, 3, 7; in their order.
std::string Ranges(const std::vector<std::int64_t>& ids);

}  // namespace bsg_exporter::simulator
