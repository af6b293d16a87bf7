// A token: whether it says when it ends.
#include "exporter/bsg/jwt.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  constexpr WallTime kYear10000(std::chrono::seconds(253402300800));
  const auto expiry = bsg::JwtExpiry(fuzz::TextOf(data, size));
  fuzz::Require(!expiry || *expiry < kYear10000, "a token ends before 10000");
  return 0;
}
