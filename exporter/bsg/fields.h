#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {

// An integer as the API writes them: a JSON integer, or one in a text. 5.0,
// 1e3, " 5", true and what does not fit 64 bits are none.
std::optional<std::int64_t> AsInteger(json::Value value);

// A field by its name. Nothing if it is absent; nothing, and a finding, if it
// is unusable. The finding says the key.
struct Field {
  std::string_view key;
  json::Value value;
};
std::optional<std::int64_t> ReadInteger(const Field& field, Place place,
                                        Findings& findings);
// An amount of money: a number, or one in a text.
std::optional<double> ReadAmount(const Field& field, Findings& findings);
// Kept if it is short; a finding as well unless it is three capital letters.
std::optional<std::string> ReadCurrency(const Field& field, Findings& findings);
// Any text, cut at 1024 bytes (a finding as well).
std::optional<std::string> ReadText(const Field& field, Findings& findings);

// Calls `use(object, its path)` with a value that is an object, or with each of
// an array of objects, until one fails; `refuse(path)` with what is neither.
// The API's backend writes an empty object as an empty array.
template <class Use, class Refuse>
Status ForEachObject(json::Value value, const Path& path, Use use,
                     Refuse refuse) {
  if (value.absent()) return {};
  if (value.IsObject()) return use(value, path);
  if (!value.IsArray()) return refuse(path);
  std::size_t position = 0;
  for (const json::Value element : value.Elements()) {
    const Path here = path.At(position++);
    Status done = element.IsObject() ? use(element, here) : refuse(here);
    if (!done.ok()) return done;
  }
  return {};
}

// "/data/id: expected …", or without a path what is wrong with the whole.
Error InvalidDocument(const Path& path, std::string_view what);

}  // namespace bsg_exporter::bsg
