#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bsg_exporter::config {

// The names that may stand directly in a table ("" is the file's root, else
// such as "scrape" or "account.campaign"): its keys and the tables below it.
std::vector<std::string_view> NamesIn(std::string_view table);

// "unknown key 'scrape.timeot', did you mean 'timeout'?", or all the names
// that are known there if none is near.
std::string DescribeUnknown(std::string_view table, std::string_view name);

}  // namespace bsg_exporter::config
