#pragma once

#include <string>

#include "bsg_exporter/config/config.h"
#include "bsg_exporter/config/loader.h"
#include "exporter/config/table_reader.h"

namespace bsg_exporter::config {

// The tables of one kind each, [scrape] and so on. They hold every range and
// every rule between two keys; config/README.md lists both.
void Read(TableReader in, DiscoveryConfig& out);
void Read(TableReader in, ScrapeConfig& out);
void Read(TableReader in, RefreshConfig& out);
// A relative path counts from `folder`; what `outside` refuses is refused.
void Read(TableReader in, const std::string& folder, const Outside& outside,
          HttpConfig& out);
void Read(TableReader in, const std::string& folder, const Outside& outside,
          WebConfig& out);
void Read(TableReader in, LogConfig& out);

}  // namespace bsg_exporter::config
