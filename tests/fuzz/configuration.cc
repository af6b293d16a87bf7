// A configuration file: it is refused with a reason and a place, or written
// out again to the same.
#include <cstdlib>

#include "bsg_exporter/config/loader.h"
#include "bsg_exporter/config/render.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  setenv("BSG_FUZZ_KEY", "live_0123456789abcdef", 1);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  const auto read =
      config::Parse(fuzz::TextOf(data, size), "/nonexistent/fuzz.toml");
  if (!read.ok()) {
    fuzz::Require(!read.error().empty(), "a refusal has a reason");
    for (const config::Problem& problem : read.error()) {
      const std::string line = ToString(problem);
      fuzz::Require(line.find('\n') == std::string::npos, "a line each");
    }
    return 0;
  }
  if (!read->web.basic_auth_users.empty()) return 0;  // nobody reads those
  const auto again = config::Parse(config::ToToml(*read), "");
  fuzz::Require(again.ok() && *again == *read, "it reads back as it was");
  return 0;
}
