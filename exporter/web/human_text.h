#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/reason.h"

namespace bsg_exporter::web {

// How the pages for people say things, in English.

std::string CountText(std::int64_t count);         // "1,234,567"
std::string ShareText(double part, double of);     // "61 %", "0.4 %"
std::string PriceText(double price);               // "1,234.50", "0.0214"
std::string SpanText(Duration span);               // "12 s", "3 h 20 min"
std::string AgoText(WallTime time, WallTime now);  // "12 s ago", "in 3 d 2 h"
std::string TimeText(WallTime time);               // "2026-11-25 13:28:07 UTC"
std::string MachineTime(WallTime time);            // "2026-11-25T13:28:07Z"

// How often something is read: "every scrape", "every 15 min".
std::string IntervalText(std::optional<Duration> interval);

// Why something could not be had, in words.
std::string_view ReasonInWords(Reason reason);

}  // namespace bsg_exporter::web
