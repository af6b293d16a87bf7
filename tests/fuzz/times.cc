// Times as the API and HTTP write them.
#include "bsg_exporter/bsg/retry_after.h"
#include "bsg_exporter/bsg/time_zone.h"
#include "tests/fuzz/fuzz.h"

namespace bsg_exporter {
namespace {

void TryTime(std::string_view text) {
  const bsg::TimeZone utc = bsg::TimeZone::Utc();
  const auto time = bsg::ParseTime(text, utc);
  if (!time) return;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
  const auto year =
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time))
          .year();
  // A zone of its own can lead out of the years that have four digits.
  if (year < std::chrono::year(1) || year > std::chrono::year(9999)) return;
  fuzz::Require(bsg::ParseTime(bsg::FormatTime(*time, utc), utc) == seconds,
                "what is written is what was read");
}

}  // namespace
}  // namespace bsg_exporter

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  const std::string_view text = fuzz::TextOf(data, size);
  TryTime(text);
  const auto wait = bsg::ParseRetryAfter(text, WallTime());
  fuzz::Require(!wait || *wait >= Duration(0), "nobody waits for the past");
  return 0;
}
