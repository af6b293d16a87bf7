#pragma once

#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/collect/shard.h"

namespace bsg_exporter::app {

// What the flag --shard says: "I/N", or "hostname/N" for the number at the end
// of this host's name, as a StatefulSet's pods have it. I counts from 0, N is
// 1 to 10000. The error says what would be right.
Result<collect::Shard> ParseShard(std::string_view text);

// The same on a host of that name.
Result<collect::Shard> ParseShardOn(std::string_view host,
                                    std::string_view text);

}  // namespace bsg_exporter::app
