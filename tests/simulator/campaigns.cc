#include "tests/simulator/campaigns.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "bsg_exporter/base/file.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {
namespace {

constexpr std::size_t kMaxDocumentBytes = 64u << 20;

Result<std::vector<std::filesystem::path>> FilesIn(const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    files.push_back(entry->path());
  }
  if (error) {
    return Error{Reason::kInternal,
                 "cannot read '" + folder + "': " + error.message()};
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::optional<std::int64_t> FirstId(std::string_view json) {
  static constexpr std::string_view kKey = "\"id\"";
  std::size_t at = json.find(kKey);
  if (at == std::string_view::npos) return std::nullopt;
  at = json.find_first_not_of(": \t\r\n\"", at + kKey.size());
  if (at == std::string_view::npos) return std::nullopt;
  std::int64_t id = 0;
  const char* const end = json.data() + json.size();
  if (std::from_chars(json.data() + at, end, id).ec != std::errc()) {
    return std::nullopt;
  }
  return id;
}

std::string Ranges(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (std::size_t first = 0, last = 0; first < ids.size(); first = ++last) {
    while (last + 1 < ids.size() && ids[last + 1] == ids[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(ids[first]);
    if (last > first) text.append("-").append(std::to_string(ids[last]));
  }
  return text;
}

bool Campaigns::Taken(std::int64_t id) const {
  return by_id_.contains(id) || documents_.contains(id);
}

std::int64_t Campaigns::NextId() {
  while (Taken(next_id_)) ++next_id_;
  return next_id_++;
}

const CampaignPlan* Campaigns::Add(std::size_t account, std::int64_t id,
                                   Type type, Kind kind) {
  if (Taken(id)) return nullptr;
  all_.push_back(std::make_unique<const CampaignPlan>(
      MakePlan(options_, account, id, type, kind)));
  by_id_[id] = all_.back().get();
  return all_.back().get();
}

const CampaignPlan* Campaigns::Resume(std::int64_t id) {
  for (auto& plan : all_) {
    if (plan->id != id || !plan->halted) continue;
    auto resumed = std::make_unique<CampaignPlan>(*plan);
    resumed->kind = Kind::kSending;
    resumed->halted.reset();
    plan = std::move(resumed);
    by_id_[id] = plan.get();
    return plan.get();
  }
  return nullptr;
}

void Campaigns::AddMix(std::size_t account, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t id = NextId();
    Add(account, id, TypeBySeed(options_.seed, id),
        KindBySeed(options_.seed, id));
  }
}

void Campaigns::AddDemo(std::size_t account) {
  std::size_t turn = 0;
  for (const Kind kind : kKinds) {
    Add(account, NextId(), kTypes[turn++ % kTypes.size()], kind);
  }
  for (const Type type : kTypes) Add(account, NextId(), type, Kind::kSending);
}

Result<std::size_t> Campaigns::AddDocuments(const std::string& folder) {
  const auto files = FilesIn(folder);
  if (!files.ok()) return files.error();
  std::size_t added = 0;
  for (const std::filesystem::path& file : *files) {
    const bool html = file.extension() == ".html";
    if (!html && file.extension() != ".json") continue;
    auto text = ReadFile(file.string(), kMaxDocumentBytes);
    if (!text.ok()) return text.error();
    const auto id =
        html ? IntegerOf(file.stem().string()) : FirstId(text.value());
    if (!id || Taken(*id)) continue;
    documents_[*id] = {html ? "text/html; charset=utf-8" : "application/json",
                       std::move(text).value()};
    ++added;
  }
  return added;
}

const CampaignPlan* Campaigns::Find(std::int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const StoredDocument* Campaigns::FindDocument(std::int64_t id) const {
  const auto found = documents_.find(id);
  return found == documents_.end() ? nullptr : &found->second;
}

std::vector<std::int64_t> Campaigns::DocumentIds() const {
  std::vector<std::int64_t> ids;
  for (const auto& [id, document] : documents_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace bsg_exporter::simulator
