#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/campaign.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"
#include "exporter/bsg/statistics.h"

namespace bsg_exporter::bsg {

// The fallback channels of a campaign, gathered from every value of the key
// `alternative_channels`. Channels other than the documented types are taken
// as well (and are findings), within limits.
class AlternativeChannels {
 public:
  static constexpr std::size_t kMaxNameBytes = 64;
  static constexpr std::size_t kMaxUndocumented = 16;

  // Adds an object {channel: {"statistics": …}}, an array of such objects, or
  // nothing; a channel may also be an array of its objects. A value of another
  // type is left out and a finding. Fails where Statistics::Add() fails.
  Status Add(json::Value channels, const Path& path, Findings& findings);

  // Appends the channels that have counters.
  void AppendTo(std::vector<Channel>& channels) const;

 private:
  struct Entry {
    std::string_view name;
    Statistics statistics;
  };

  Status AddObject(json::Value channels, const Path& path, Findings& findings);
  Status AddChannel(const json::Member& member, const Path& path,
                    Findings& findings);
  // The channel's entry, a new one if need be; null if there is no room.
  Entry* EntryOf(std::string_view name);

  std::vector<Entry> entries_;
  std::size_t undocumented_ = 0;
};

}  // namespace bsg_exporter::bsg
