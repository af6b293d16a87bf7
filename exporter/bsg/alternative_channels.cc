#include "exporter/bsg/alternative_channels.h"

#include <string>
#include <utility>

#include "bsg_exporter/base/utf8.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/names.h"

namespace bsg_exporter::bsg {
namespace {

// An object {"statistics": …}.
Status AddCounters(json::Value channel, const Path& path,
                   Statistics& statistics, Findings& findings) {
  for (const json::Member member : channel.Members()) {
    if (member.key != "statistics") {
      findings.Add(Place::kAlternativeChannels, member.key);
      continue;
    }
    Status added = statistics.Add(member.value, path.At(member.key), findings);
    if (!added.ok()) return added;
  }
  return {};
}

bool HoldsNothing(json::Value value) {
  return value.absent() || (value.IsObject() && value.Members().empty()) ||
         (value.IsArray() && value.Elements().empty());
}

}  // namespace

Status AlternativeChannels::Add(json::Value channels, const Path& path,
                                Findings& findings) {
  return ForEachObject(
      channels, path,
      [&](json::Value object, const Path& here) {
        return AddObject(object, here, findings);
      },
      [&](const Path&) -> Status {
        findings.Add(Place::kAlternativeChannels, path.key);
        return {};
      });
}

Status AlternativeChannels::AddObject(json::Value channels, const Path& path,
                                      Findings& findings) {
  for (const json::Member member : channels.Members()) {
    Status added = AddChannel(member, path.At(member.key), findings);
    if (!added.ok()) return added;
  }
  return {};
}

Status AlternativeChannels::AddChannel(const json::Member& member,
                                       const Path& path, Findings& findings) {
  const std::string_view name = Cut(member.key, kMaxNameBytes);
  if (!Contains(kTypes, member.key)) {
    findings.Add(Place::kAlternativeChannels, name);
  }
  if (HoldsNothing(member.value)) return {};
  Entry* const entry = EntryOf(member.key);
  if (entry == nullptr) return {};
  return ForEachObject(
      member.value, path,
      [&](json::Value channel, const Path& here) {
        return AddCounters(channel, here, entry->statistics, findings);
      },
      [&](const Path&) -> Status {
        findings.Add(Place::kAlternativeChannels, name);
        return {};
      });
}

AlternativeChannels::Entry* AlternativeChannels::EntryOf(
    std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) return nullptr;
  for (Entry& entry : entries_) {
    if (entry.name == name) return &entry;
  }
  if (!Contains(kTypes, name)) {
    if (undocumented_ == kMaxUndocumented) return nullptr;
    ++undocumented_;
  }
  return &entries_.emplace_back(Entry{name, {}});
}

void AlternativeChannels::AppendTo(std::vector<Channel>& channels) const {
  for (const Entry& entry : entries_) {
    std::vector<Counter> counters = entry.statistics.Counters();
    if (counters.empty()) continue;
    channels.push_back(
        {std::string(entry.name), Role::kAlternative, std::move(counters)});
  }
}

}  // namespace bsg_exporter::bsg
