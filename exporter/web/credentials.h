#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/secret.h"

namespace bsg_exporter::web {

struct Credentials {
  std::string user;
  Secret password;
};

// What an Authorization header of the scheme Basic (RFC 7617) says; nothing
// for any other text.
std::optional<Credentials> ParseBasic(std::string_view authorization);

}  // namespace bsg_exporter::web
