#include "exporter/bsg/findings.h"

#include <algorithm>
#include <string>

#include "bsg_exporter/base/utf8.h"

namespace bsg_exporter::bsg {
namespace {

constexpr std::size_t kMaxWhatBytes = 128;

}  // namespace

std::string_view ToString(Place place) {
  switch (place) {
    case Place::kEnvelope:
      return "envelope";
    case Place::kId:
      return "id";
    case Place::kStatus:
      return "status";
    case Place::kType:
      return "type";
    case Place::kStatistics:
      return "statistics";
    case Place::kAlternativeChannels:
      return "alternative_channels";
    case Place::kPrice:
      return "price";
    case Place::kCurrency:
      return "currency";
    case Place::kTime:
      return "time";
    case Place::kOther:
      return "other";
  }
  return "other";
}

void Findings::Add(Place place, std::string_view what) {
  if (found_.size() == kMax) return;
  Unexpected unexpected{place, std::string(Cut(what, kMaxWhatBytes))};
  if (std::find(found_.begin(), found_.end(), unexpected) != found_.end()) {
    return;
  }
  found_.push_back(std::move(unexpected));
}

}  // namespace bsg_exporter::bsg
