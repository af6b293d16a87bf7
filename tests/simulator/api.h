#pragma once

#include <cstddef>
#include <optional>

#include "bsg_exporter/web/server.h"
#include "tests/simulator/answer.h"
#include "tests/simulator/endpoint.h"
#include "tests/simulator/world.h"

namespace bsg_exporter::simulator {

// Who sends a request: by its token, or by the key of a login.
struct Caller {
  std::optional<std::size_t> account;
  TokenFault fault = TokenFault::kMissing;  // why there is none
};
Caller CallerOf(const World& world, const Target& target,
                const web::Request& request);

// The API's right answer. `twist` is for detail documents.
Answer ApiAnswer(World& world, const Target& target,
                 const web::Request& request, const Caller& caller,
                 const Twist& twist);

}  // namespace bsg_exporter::simulator
