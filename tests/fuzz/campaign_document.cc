// A detail document: whatever is accepted makes a page that reads back, in both
// formats.
#include <memory>
#include <string>

#include "bsg_exporter/bsg/decode.h"
#include "tests/fuzz/fuzz.h"
#include "tests/metrics/page_text.h"
#include "tests/support/exposition_parser.h"

namespace bsg_exporter {
namespace {

std::string PageOf(const bsg::CampaignState& state,
                   metrics::TextFormat format) {
  const auto shared = std::make_shared<const bsg::CampaignState>(state);
  return metrics::TextOf(
      [&](metrics::Sink& sink) {
        metrics::WriteCampaigns({&shared, 1}, sink);
      },
      format);
}

void ExpectExportable(bsg::Campaign campaign) {
  bsg::CampaignState state;
  state.account = "main";
  state.id = 1;
  state.id_text = "1";
  state.document = std::make_shared<const bsg::Campaign>(std::move(campaign));
  state.received = WallTime();
  state.failure = std::nullopt;
  const auto text =
      ParseExposition(PageOf(state, metrics::TextFormat::kPrometheus));
  fuzz::Require(text.ok(), "the page reads back");
  const auto open_metrics =
      ParseOpenMetrics(PageOf(state, metrics::TextFormat::kOpenMetrics));
  fuzz::Require(open_metrics.ok(), "the page reads back as OpenMetrics");
}

}  // namespace
}  // namespace bsg_exporter

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  auto decoded =
      bsg::DecodeCampaign(fuzz::TextOf(data, size), bsg::TimeZone::Utc(), 1);
  if (!decoded.ok()) return 0;
  fuzz::Require(decoded->unexpected.size() <= 32, "at most 32 findings");
  ExpectExportable(std::move(decoded->value));
  return 0;
}
