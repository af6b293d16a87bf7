#pragma once

#include <cstdint>
#include <string>

#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

// The configuration as a file that says the same: every key, in the order of
// the reference, paths as they are opened. Where nothing in it is secret,
// parsing the text gives an equal configuration; a secret stands there as
// "<secret>". One line a key, but for long lists of campaigns.
std::string ToToml(const Config& config);

// A number that tells one configuration from another, the same on every
// machine. 48 bits, so that a gauge has it exactly.
std::uint64_t Fingerprint(const Config& config);

}  // namespace bsg_exporter::config
