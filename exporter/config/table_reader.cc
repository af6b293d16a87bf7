#include "exporter/config/table_reader.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "bsg_exporter/base/text.h"
#include "exporter/config/duration.h"
#include "exporter/config/toml_node.h"

namespace bsg_exporter::config {
namespace {

std::string OutOfRange(const std::string& least, const std::string& most,
                       const std::string& got) {
  return "expected " + least + " to " + most + ", got " + got;
}

Check WithinRange(Range<Milliseconds> range) {
  return [range](std::string_view text) -> Result<std::string> {
    const Result<Milliseconds> duration = ParseDuration(text);
    if (!duration.ok()) return duration.error();
    if (*duration < range.least || *duration > range.most) {
      return Wrong(OutOfRange(ToText(range.least), ToText(range.most),
                              ToText(*duration)));
    }
    return std::string(text);
  };
}

}  // namespace

TableReader::TableReader(const toml::table& table, KeyList keys,
                         std::string path, Problems& problems)
    : table_(table), keys_(keys), path_(std::move(path)), problems_(problems) {
  const std::vector<std::string_view> known = NamesIn(keys_, path_);
  for (const auto& [key, node] : table_) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
      continue;
    }
    problems_.Add(PlaceOf(key.source()),
                  DescribeUnknown(keys_, path_, key.str()));
  }
}

Place TableReader::KeyPlace(std::string_view name) const {
  const auto found = table_.find(name);
  return PlaceOf(found == table_.end() ? table_.source()
                                       : found->first.source());
}

void TableReader::Refuse(std::string_view name, const std::string& what) {
  RefuseAt(KeyPlace(name), name, what);
}

void TableReader::RefuseAt(Place place, std::string_view name,
                           const std::string& what) {
  problems_.Add(place, PathOf(name) + ": " + what);
}

bool TableReader::Boolean(std::string_view name, bool& out) {
  const toml::node* node = Find(name);
  if (node == nullptr) return true;
  const std::optional<bool> value = node->value_exact<bool>();
  if (!value) RefuseType(KeyPlace(name), name, "a boolean", *node);
  out = value.value_or(out);
  return value.has_value();
}

bool TableReader::String(std::string_view name, const Check& check,
                         std::string& out) {
  const toml::node* node = Find(name);
  if (node == nullptr) return true;
  std::optional<std::string> value =
      CheckString(*node, KeyPlace(name), name, check);
  if (!value) return false;
  out = *std::move(value);
  return true;
}

bool TableReader::Duration(std::string_view name, Range<Milliseconds> range,
                           Milliseconds& out) {
  std::string text;
  if (!String(name, WithinRange(range), text)) return false;
  if (!text.empty()) out = ParseDuration(text).value();
  return true;
}

bool TableReader::DurationOrOff(std::string_view name,
                                Range<Milliseconds> range,
                                std::optional<Milliseconds>& out) {
  const Check duration = WithinRange(range);
  const Check check = [&](std::string_view text) -> Result<std::string> {
    if (text == "off") return std::string(text);
    const Result<std::string> checked = duration(text);
    if (checked.ok()) return checked;
    return Wrong(checked.error().message + " (or \"off\")");
  };
  std::string text;
  if (!String(name, check, text)) return false;
  if (text == "off") {
    out.reset();
  } else if (!text.empty()) {
    out = ParseDuration(text).value();
  }
  return true;
}

std::vector<Item<std::int64_t>> TableReader::Integers(
    std::string_view name, Range<std::int64_t> range) {
  std::vector<Item<std::int64_t>> items;
  const toml::array* array = Array(name, "an array of integers");
  if (array == nullptr) return items;
  items.reserve(array->size());
  for (const toml::node& node : *array) {
    const Place place = PlaceOf(node.source());
    const auto value = CheckInteger(node, place, name, range);
    if (value) items.push_back({*value, place});
  }
  return items;
}

bool TableReader::Strings(std::string_view name, Range<std::size_t> count,
                          const Check& check, std::vector<std::string>& out) {
  if (!Has(name)) return true;
  const toml::array* array = Array(name, "an array of strings");
  if (array == nullptr) return false;
  bool sound = CheckCount(name, array->size(), count);
  std::vector<std::string> values;
  std::map<std::string, std::size_t> line_of;
  for (const toml::node& node : *array) {
    const Place place = PlaceOf(node.source());
    const auto value = CheckString(node, place, name, check);
    if (!value) {
      sound = false;
      continue;
    }
    const auto [at, is_new] = line_of.emplace(*value, place.line);
    if (!is_new) {
      sound = false;
      RefuseAt(place, name,
               "expected each value once, " + Quoted(*value) +
                   " stands on line " + std::to_string(at->second) +
                   " already");
    }
    values.push_back(*value);
  }
  if (sound) out = std::move(values);
  return sound;
}

std::vector<std::pair<std::string, std::string>> TableReader::Pairs(
    std::string_view name, const Check& check_name, const Check& check_value) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const toml::node* node = Find(name);
  if (node == nullptr) return pairs;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    RefuseType(KeyPlace(name), name, "a table of strings", *node);
    return pairs;
  }
  for (const auto& [key, value] : *table) {
    const Place place = PlaceOf(key.source());
    const Result<std::string> checked = check_name(key.str());
    if (!checked.ok()) RefuseAt(place, name, checked.error().message);
    auto text = CheckString(value, place, name, check_value);
    if (checked.ok() && text) pairs.emplace_back(*checked, *std::move(text));
  }
  return pairs;
}

std::optional<TableReader> TableReader::Table(std::string_view name) {
  const toml::node* node = Find(name);
  if (node == nullptr) return std::nullopt;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    RefuseType(KeyPlace(name), name, "a table", *node);
    return std::nullopt;
  }
  return TableReader(*table, keys_, PathOf(name), problems_);
}

std::vector<TableReader> TableReader::Tables(std::string_view name) {
  std::vector<TableReader> readers;
  const std::string expected = "an array of tables, [[" + PathOf(name) + "]]";
  const toml::array* array = Array(name, expected);
  if (array == nullptr) return readers;
  if (array->empty()) Refuse(name, "expected at least one, got none");
  readers.reserve(array->size());
  for (const toml::node& node : *array) {
    if (const toml::table* table = node.as_table()) {
      readers.push_back(TableReader(*table, keys_, PathOf(name), problems_));
    } else {
      RefuseType(PlaceOf(node.source()), name, "a table", node);
    }
  }
  return readers;
}

const toml::node* TableReader::Find(std::string_view name) const {
  // What is read here but not listed would be refused before it is read.
  assert([&] {
    const auto known = NamesIn(keys_, path_);
    return std::find(known.begin(), known.end(), name) != known.end();
  }());
  return table_.get(name);
}

std::optional<std::int64_t> TableReader::IntegerWithin(
    std::string_view name, Range<std::int64_t> range) {
  const toml::node* node = Find(name);
  if (node == nullptr) return std::nullopt;
  return CheckInteger(*node, KeyPlace(name), name, range);
}

std::optional<std::int64_t> TableReader::CheckInteger(
    const toml::node& node, Place place, std::string_view name,
    Range<std::int64_t> range) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value) {
    RefuseType(place, name, "an integer", node);
    return std::nullopt;
  }
  if (*value < range.least || *value > range.most) {
    RefuseAt(place, name,
             OutOfRange(std::to_string(range.least), std::to_string(range.most),
                        std::to_string(*value)));
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> TableReader::CheckString(const toml::node& node,
                                                    Place place,
                                                    std::string_view name,
                                                    const Check& check) {
  const auto text = node.value_exact<std::string_view>();
  if (!text) {
    RefuseType(place, name, "a string", node);
    return std::nullopt;
  }
  Result<std::string> checked = check(*text);
  if (checked.ok()) return std::move(checked).value();
  RefuseAt(place, name, checked.error().message);
  return std::nullopt;
}

void TableReader::RefuseType(Place place, std::string_view name,
                             std::string_view expected, const toml::node& got) {
  std::string what = "expected ";
  what += expected;
  what += ", got ";
  what += TypeName(got);
  RefuseAt(place, name, what);
}

bool TableReader::CheckCount(std::string_view name, std::size_t got,
                             Range<std::size_t> count) {
  if (got < count.least) {
    Refuse(name, "expected at least one string, got none");
  } else if (got > count.most) {
    Refuse(name, "expected at most " + std::to_string(count.most) +
                     " strings, got " + std::to_string(got));
  }
  return got >= count.least && got <= count.most;
}

const toml::array* TableReader::Array(std::string_view name,
                                      std::string_view expected) {
  const toml::node* node = Find(name);
  if (node == nullptr) return nullptr;
  const toml::array* array = node->as_array();
  if (array == nullptr) RefuseType(KeyPlace(name), name, expected, *node);
  return array;
}

std::string TableReader::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + '.' + std::string(name);
}

}  // namespace bsg_exporter::config
