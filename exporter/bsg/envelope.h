#pragma once

#include <optional>
#include <string_view>

#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {

// The part that a document is about, and where it stands.
struct Enclosed {
  std::string_view key;  // "data"; null where there is no envelope
  json::Value value;

  Path path(const Path& root) const {
    return key.data() == nullptr ? root : root.At(key);
  }
};

// The first value under `data` that `fits`, if there is one. What else stands
// beside it is unexpected, but for the member `beside`.
std::optional<Enclosed> FindData(json::Value root, bool (*fits)(json::Value),
                                 std::optional<std::string_view> beside,
                                 Findings& findings);

// The object under `data`.
std::optional<Enclosed> FindData(json::Value root, Findings& findings);

// Whether there is a member of that name, null or not.
bool Has(json::Value object, std::string_view key);

// The only member of an object, if there is but one.
std::optional<json::Member> OnlyMember(json::Value object);

// Whether the keys are those of an error, in any version of the API.
bool IsError(json::Value root);

}  // namespace bsg_exporter::bsg
