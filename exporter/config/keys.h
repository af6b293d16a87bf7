#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bsg_exporter::config {

// The keys that a kind of file may have, each with the tables it stands in.
using KeyList = std::span<const std::string_view>;
KeyList ConfigKeys();
KeyList CampaignFileKeys();

// The names that may stand directly in a table ("" is the file's root, else
// such as "scrape" or "account.campaign"): its keys and the tables below it.
std::vector<std::string_view> NamesIn(KeyList keys, std::string_view table);

// "unknown key 'scrape.timeot', did you mean 'timeout'?", or all the names
// that are known there if none is near.
std::string DescribeUnknown(KeyList keys, std::string_view table,
                            std::string_view name);

}  // namespace bsg_exporter::config
