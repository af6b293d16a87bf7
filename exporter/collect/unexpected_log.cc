#include "bsg_exporter/collect/unexpected_log.h"

namespace bsg_exporter::collect {

void UnexpectedLog::Note(const std::string& account,
                         const std::string& campaign,
                         const std::vector<bsg::Unexpected>& found) {
  for (const bsg::Unexpected& unexpected : found) {
    if (seen_.size() >= kRemembered) return;
    const std::string place(ToString(unexpected.place));
    if (!seen_.insert(place + "\n" + unexpected.what).second) continue;
    metrics_.CountUnexpected(unexpected.place);
    logger_.Warn("unexpected value in an API document",
                 {{"account", account},
                  {"campaign_id", campaign},
                  {"field", place},
                  {"value", unexpected.what}});
  }
}

}  // namespace bsg_exporter::collect
