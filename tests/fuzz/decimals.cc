// Numbers that stand in texts, and back.
#include <array>
#include <cmath>
#include <string>

#include "bsg_exporter/base/text.h"
#include "exporter/bsg/number_text.h"
#include "exporter/metrics/number.h"
#include "tests/fuzz/fuzz.h"

namespace bsg_exporter {
namespace {

void ReadsBack(double value) {
  std::array<char, metrics::kMaxNumber> text{};
  const char* end = metrics::FormatNumber(value, text.data());
  const std::string written(text.data(),
                            static_cast<std::size_t>(end - text.data()));
  fuzz::Require(std::strtod(written.c_str(), nullptr) == value,
                "a number reads back to itself");
}

}  // namespace
}  // namespace bsg_exporter

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  const std::string_view text = fuzz::TextOf(data, size);
  const auto integer = NumberOf<std::int64_t>(text);
  const auto real = bsg::RealOf(text);
  if (real) {
    fuzz::Require(std::isfinite(*real), "a number is finite");
    fuzz::Require(bsg::IsNumber(text), "what has a value is a number");
    ReadsBack(*real);
  }
  if (integer) ReadsBack(static_cast<double>(*integer));
  return 0;
}
