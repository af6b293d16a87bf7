// A page of the list: rows have ids that a campaign can have, each once.
#include <set>

#include "bsg_exporter/bsg/decode.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  const auto decoded =
      bsg::DecodeCampaignList(fuzz::TextOf(data, size), bsg::TimeZone::Utc());
  if (!decoded.ok()) return 0;
  std::set<bsg::CampaignId> ids;
  for (const bsg::ListedCampaign& row : decoded->value.rows) {
    fuzz::Require(row.id > 0, "an id is positive");
    fuzz::Require(ids.insert(row.id).second, "an id comes once");
    fuzz::Require(IsUtf8(row.name.value_or("")), "a name is UTF-8");
  }
  return 0;
}
