#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/campaign.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/names.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {

// The counters of one channel, gathered from every place in the document that
// speaks of them.
class Statistics {
 public:
  static constexpr std::size_t kMaxNameBytes = 64;
  static constexpr std::size_t kMaxUndocumented = 32;

  // Adds a value of the key `statistics`: an object of counters, an array of
  // such objects, or nothing. Fails with invalid_document if it is anything
  // else, or if a documented counter has a value that is no integer, or two.
  // An undocumented key with an integer is a counter as well (and a finding);
  // with anything else, or with two values, it is left out.
  Status Add(json::Value statistics, const Path& path, Findings& findings);

  // What was gathered, in the document's order. The texts were views into the
  // document until now.
  std::vector<Counter> Counters() const;

 private:
  struct Entry {
    std::string_view status;
    std::int64_t messages;
    bool left_out = false;
  };

  Status AddObject(json::Value counters, const Path& path, Findings& findings);
  Status AddDocumented(std::size_t which, json::Value value, const Path& path);
  void AddUndocumented(const json::Member& member);

  std::vector<Entry> entries_;
  // Where in `entries_` each documented counter stands, plus one; 0: nowhere.
  std::array<std::size_t, kCounters.size()> positions_{};
  std::size_t undocumented_ = 0;
  NameFinder<kCounters.size()> names_{kCounters};
};

}  // namespace bsg_exporter::bsg
