#pragma once

#include <string>
#include <string_view>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/collect/scraper.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// Which campaign the query of a /probe asks for: `campaign`, an integer from
// 1 up, and perhaps `account`; an empty account is none, parameters of other
// names are nobody's business. Fails with one line that names the parameter.
Result<collect::Subject, std::string> SubjectOf(std::string_view query);

// The answer where there is nothing to read: what is wrong, and what to do.
Response RefusalResponse(const collect::Subject& subject,
                         collect::ProbeRefusal refusal);

}  // namespace bsg_exporter::web
