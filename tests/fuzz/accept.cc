// Headers by which an answer's form is chosen.
#include <algorithm>
#include <array>

#include "bsg_exporter/web/negotiate.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  constexpr std::array<std::string_view, 5> kEscapings = {
      "", "allow-utf-8", "underscores", "dots", "values"};
  const std::string_view header = fuzz::TextOf(data, size);
  const web::MetricsFormat format = web::NegotiateMetrics(header);
  fuzz::Require(std::find(kEscapings.begin(), kEscapings.end(),
                          format.escaping) != kEscapings.end(),
                "no word of the client's comes back");
  (void)web::AcceptsGzip(header);
  return 0;
}
