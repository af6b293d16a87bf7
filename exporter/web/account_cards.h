#pragma once

#include "bsg_exporter/collect/overview.h"
#include "exporter/web/html.h"

namespace bsg_exporter::web {

// One card for each account, and a loud note above them for whatever makes all
// of its numbers doubtful.
void AddAccountCards(Html& html, const collect::Overview& overview);

}  // namespace bsg_exporter::web
