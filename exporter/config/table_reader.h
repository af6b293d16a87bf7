#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/config/config.h"
#include "exporter/config/keys.h"
#include "exporter/config/problems.h"
#include "exporter/config/values.h"

namespace bsg_exporter::config {

template <class T>
struct Range {
  T least;
  T most;
};

// A value and where it stands.
template <class T>
struct Item {
  T value;
  Place place;
};

// Reads one table of the file. Whatever is wrong goes to the problems, under
// the key's place (an element's own place within an array).
//
// Each reading leaves `out` alone if the key is absent or its value is
// refused; it gives false in the second case alone. Borrows table and
// problems, which must outlive it.
class TableReader {
 public:
  // The root of a file that may have these keys. Names that are not among them
  // are problems from the start, here and in the tables below.
  TableReader(const toml::table& root, KeyList keys, Problems& problems)
      : TableReader(root, keys, "", problems) {}

  bool Has(std::string_view name) const { return table_.contains(name); }
  Place KeyPlace(std::string_view name) const;  // the table's if absent

  // "path.name: what", at the key's place or elsewhere.
  void Refuse(std::string_view name, const std::string& what);
  void RefuseAt(Place place, std::string_view name, const std::string& what);

  bool Boolean(std::string_view name, bool& out);
  bool String(std::string_view name, const Check& check, std::string& out);
  bool Duration(std::string_view name, Range<Milliseconds> range,
                Milliseconds& out);
  // The text "off" is nothing.
  bool DurationOrOff(std::string_view name, Range<Milliseconds> range,
                     std::optional<Milliseconds>& out);
  template <std::integral N>
  bool Integer(std::string_view name, Range<N> range, N& out) {
    const std::optional<std::int64_t> value =
        IntegerWithin(name, {static_cast<std::int64_t>(range.least),
                             static_cast<std::int64_t>(range.most)});
    if (value) out = static_cast<N>(*value);
    return value || !Has(name);
  }

  // The elements that are sound.
  std::vector<Item<std::int64_t>> Integers(std::string_view name,
                                           Range<std::int64_t> range);
  // As many as `count` allows (none or one at the least), each once.
  bool Strings(std::string_view name, Range<std::size_t> count,
               const Check& check, std::vector<std::string>& out);
  // A table whose names are free, each with a string.
  std::vector<std::pair<std::string, std::string>> Pairs(
      std::string_view name, const Check& check_name, const Check& check_value);

  std::optional<TableReader> Table(std::string_view name);
  std::vector<TableReader> Tables(std::string_view name);

 private:
  // `path` names the table as the list of keys does, "" being the root.
  TableReader(const toml::table& table, KeyList keys, std::string path,
              Problems& problems);

  const toml::node* Find(std::string_view name) const;
  std::optional<std::int64_t> IntegerWithin(std::string_view name,
                                            Range<std::int64_t> range);
  std::optional<std::int64_t> CheckInteger(const toml::node& node, Place place,
                                           std::string_view name,
                                           Range<std::int64_t> range);
  std::optional<std::string> CheckString(const toml::node& node, Place place,
                                         std::string_view name,
                                         const Check& check);
  void RefuseType(Place place, std::string_view name, std::string_view expected,
                  const toml::node& got);
  bool CheckCount(std::string_view name, std::size_t got,
                  Range<std::size_t> count);
  const toml::array* Array(std::string_view name, std::string_view expected);
  std::string PathOf(std::string_view name) const;

  const toml::table& table_;
  const KeyList keys_;
  const std::string path_;
  Problems& problems_;
};

// One of these, by its name; as TableReader's own readings. What `first`
// refuses, if there is one, is refused by its words.
template <class T, std::size_t count>
bool ReadName(TableReader& in, std::string_view key,
              const std::array<T, count>& all, T& out,
              const Check& first = nullptr) {
  std::array<std::string_view, count> names;
  std::ranges::transform(all, names.begin(),
                         [](T one) { return ToString(one); });
  const Check known = OneOf(names);
  std::string name(ToString(out));
  const bool sound = in.String(key, first ? Both(first, known) : known, name);
  for (const T one : all) {
    if (ToString(one) == name) out = one;
  }
  return sound;
}

}  // namespace bsg_exporter::config
