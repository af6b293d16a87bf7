#pragma once

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {

// The account's API key, read now from its file or environment variable, so
// that a key that was replaced takes effect at the next login. Blanks and line
// ends around it are cut off.
//
// Fails (internal) if the file is missing, unreadable or not a regular file,
// if the variable is not set, and if what is there is empty or no key (one
// word of printable ASCII). The message never holds what was read, nor the
// text of `api_key_env`, where a key may have landed by mistake.
Result<Secret> ReadApiKey(const AccountConfig& account);

}  // namespace bsg_exporter::config
