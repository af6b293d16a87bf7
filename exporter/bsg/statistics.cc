#include "exporter/bsg/statistics.h"

#include <algorithm>
#include <optional>
#include <string>

#include "bsg_exporter/base/utf8.h"
#include "exporter/bsg/fields.h"

namespace bsg_exporter::bsg {

Status Statistics::Add(json::Value statistics, const Path& path,
                       Findings& findings) {
  return ForEachObject(
      statistics, path,
      [&](json::Value counters, const Path& here) {
        return AddObject(counters, here, findings);
      },
      [](const Path& here) -> Status {
        return InvalidDocument(here, "expected an object of counters");
      });
}

Status Statistics::AddObject(json::Value counters, const Path& path,
                             Findings& findings) {
  if (entries_.empty()) entries_.reserve(kCounters.size() + 1);
  for (const json::Member member : counters.Members()) {
    const std::size_t which = names_.Find(member.key);
    if (which == kCounters.size()) {
      findings.Add(Place::kStatistics, Cut(member.key, kMaxNameBytes));
      AddUndocumented(member);
      continue;
    }
    Status added = AddDocumented(which, member.value, path.At(member.key));
    if (!added.ok()) return added;
  }
  return {};
}

// A documented counter that vanished would look like a collapse on every
// graph, so that a bad one costs the whole document.
Status Statistics::AddDocumented(std::size_t which, json::Value value,
                                 const Path& path) {
  if (value.absent()) return {};
  const std::optional<std::int64_t> messages = AsInteger(value);
  if (!messages) return InvalidDocument(path, "expected an integer");
  if (positions_[which] == 0) {
    entries_.push_back({kCounters[which], *messages});
    positions_[which] = entries_.size();
    return {};
  }
  if (entries_[positions_[which] - 1].messages != *messages) {
    return InvalidDocument(path, "expected one value, got two");
  }
  return {};
}

void Statistics::AddUndocumented(const json::Member& member) {
  if (member.value.absent()) return;
  if (member.key.empty() || member.key.size() > kMaxNameBytes) return;
  const auto entry =
      std::find_if(entries_.begin(), entries_.end(),
                   [&](const Entry& e) { return e.status == member.key; });
  const std::optional<std::int64_t> messages = AsInteger(member.value);
  if (entry != entries_.end()) {
    if (messages != entry->messages) entry->left_out = true;
    return;
  }
  if (undocumented_ == kMaxUndocumented) return;
  ++undocumented_;
  entries_.push_back({member.key, messages.value_or(0), !messages});
}

std::vector<Counter> Statistics::Counters() const {
  std::vector<Counter> counters;
  counters.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    if (entry.left_out) continue;
    counters.push_back({std::string(entry.status), entry.messages});
  }
  return counters;
}

}  // namespace bsg_exporter::bsg
