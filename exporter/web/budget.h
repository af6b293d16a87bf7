#pragma once

#include <string_view>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::web {

// The longest that a scrape may take: the configuration's limit or, where the
// header X-Prometheus-Scrape-Timeout-Seconds asks for less, that less `offset`
// (half of it, if the offset would leave less). A header that is no positive
// number is as good as none.
Duration BudgetOf(std::string_view header, Duration timeout, Duration offset);

}  // namespace bsg_exporter::web
