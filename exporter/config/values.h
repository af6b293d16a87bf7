#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {

// What a single text of the file must look like. Each gives the value as the
// configuration keeps it, or says "expected …, got …". Pure: the text alone
// decides.
// That is what a `Check` is; CheckListen is another layer's too, and declared
// beside it.

Result<std::string> CheckAccountName(std::string_view text);
Result<std::string> CheckBaseUrl(std::string_view text);  // slashes cut off
Result<std::string> CheckCampaignType(std::string_view text);
Result<std::string> CheckLabelName(std::string_view text);
Result<std::string> CheckLabelValue(std::string_view text);
Result<std::string> CheckPath(std::string_view text);   // of a file
Result<std::string> CheckProxy(std::string_view text);  // "" is none
Result<std::string> CheckTelemetryPath(std::string_view text);
// By its looks alone: which zones there are, the system knows.
Result<std::string> CheckTimeZone(std::string_view text);
Result<std::string> CheckVariableName(std::string_view text);

// `choices` must outlive the check.
Check OneOf(std::span<const std::string_view> choices);

// What the first takes goes on to `more`, if there is one.
Check Both(Check first, Check more);

}  // namespace bsg_exporter::config
