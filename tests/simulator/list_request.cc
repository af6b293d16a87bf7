#include <charconv>
#include <optional>
#include <utility>

#include "tests/simulator/campaign_list.h"

namespace bsg_exporter::simulator {
namespace {

constexpr std::int64_t kMinLimit = 30;
constexpr std::int64_t kMaxLimit = 500;

// A number of that many digits at that place.
std::optional<int> Field(const std::string& text, std::size_t at,
                         std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  const char* const first = text.data() + at;
  if (std::from_chars(first, first + digits, value).ptr != first + digits ||
      value < 0) {
    return std::nullopt;
  }
  return value;
}

// "2026-02-11", or "2026-02-11 09:30:05" with a blank or a T.
std::optional<Instant> TimeOf(const std::string& text) {
  const auto year = Field(text, 0, 4);
  const auto month = Field(text, 5, 2);
  const auto day = Field(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto date = std::chrono::year(*year) / *month / *day;
  if (!date.ok()) return std::nullopt;
  const Instant midnight = std::chrono::sys_days(date);
  if (text.size() == 10) return midnight;
  const auto hour = Field(text, 11, 2);
  const auto minute = Field(text, 14, 2);
  const auto second = Field(text, 17, 2);
  if (text.size() != 19 || !hour || !minute || !second ||
      (text[10] != ' ' && text[10] != 'T') || text[13] != ':' ||
      text[16] != ':' || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  return midnight + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

// Three months by the calendar; the 31st becomes the month's last day.
Instant ThreeMonthsBefore(Instant time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  auto date = std::chrono::year_month_day(day) - std::chrono::months(3);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (time - day);
}

using Problem = std::optional<InvalidParameter>;

Problem SetType(const Query& query, ListRequest& request) {
  const auto text = query.Get("filter[type]");
  if (!text) return std::nullopt;
  const auto type = TypeByName(*text);
  // The specification's enumeration has no viber.
  if (!type || *type == Type::kViber) {
    return InvalidParameter{"filter[type]",
                            "The value you selected is not a valid choice."};
  }
  request.type = *type;
  return std::nullopt;
}

Problem SetPeriod(const Query& query, Instant now, ListRequest& request) {
  const auto to = query.Get("filter[to]");
  const auto from = query.Get("filter[from]");
  const auto to_time = to ? TimeOf(*to) : now;
  if (!to_time) {
    return InvalidParameter{"filter[to]",
                            "This value is not a valid datetime."};
  }
  if (*to_time > now + std::chrono::days(30)) {
    return InvalidParameter{"filter[to]", "This value is too far ahead."};
  }
  request.to = *to_time;
  const Instant earliest = ThreeMonthsBefore(request.to);
  const auto from_time = from ? TimeOf(*from) : earliest;
  if (!from_time) {
    return InvalidParameter{"filter[from]",
                            "This value is not a valid datetime."};
  }
  if (*from_time < earliest) {
    return InvalidParameter{"filter[from]",
                            "The period must not exceed 3 months."};
  }
  request.from = *from_time;
  return std::nullopt;
}

Problem SetPaging(const Query& query, ListRequest& request) {
  if (const auto text = query.Get("page[offset]")) {
    const auto offset = IntegerOf(*text);
    if (!offset || *offset < 0) {
      return InvalidParameter{"page[offset]",
                              "This value should be either positive or zero."};
    }
    request.offset = static_cast<std::size_t>(*offset);
  }
  if (const auto text = query.Get("page[limit]")) {
    const auto limit = IntegerOf(*text);
    if (!limit || *limit < kMinLimit || *limit > kMaxLimit) {
      return InvalidParameter{"page[limit]",
                              "This value should be between 30 and 500."};
    }
    request.limit = static_cast<std::size_t>(*limit);
  }
  return std::nullopt;
}

Problem SetOrder(const Query& query, ListRequest& request) {
  static constexpr std::pair<std::string_view, SortBy> kSorts[] = {
      {"id", SortBy::kId},
      {"sender", SortBy::kSender},
      {"type", SortBy::kType},
      {"date", SortBy::kDate},
      {"status", SortBy::kStatus}};
  const std::string sort = query.Get("sort").value_or("id");
  const std::string way = query.Get("way").value_or("asc");
  const char* const kNoChoice = "The value you selected is not a valid choice.";
  bool known = false;
  for (const auto& [name, by] : kSorts) {
    if (name != sort) continue;
    request.sort = by;
    known = true;
  }
  if (!known) return InvalidParameter{"sort", kNoChoice};
  if (way != "asc" && way != "desc") return InvalidParameter{"way", kNoChoice};
  request.descending = way == "desc";
  return std::nullopt;
}

}  // namespace

Result<ListRequest, InvalidParameter> ParseListRequest(const Query& query,
                                                       Instant now) {
  ListRequest request;
  if (auto bad = SetType(query, request)) return *std::move(bad);
  if (auto bad = SetPeriod(query, now, request)) return *std::move(bad);
  if (auto bad = SetPaging(query, request)) return *std::move(bad);
  if (auto bad = SetOrder(query, request)) return *std::move(bad);
  return request;
}

}  // namespace bsg_exporter::simulator
