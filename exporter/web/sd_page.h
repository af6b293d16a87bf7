#pragma once

#include <string_view>

#include "bsg_exporter/metrics/page.h"
#include "exporter/web/page.h"

namespace bsg_exporter::web {

// Whether a Host header can be the address of a target: a name or an address,
// an IPv6 one in brackets, and perhaps a port.
bool IsAddress(std::string_view host);

// Writes Prometheus' HTTP service discovery: a JSON document with one target
// group a campaign, all of them at `host`, told apart by what /probe is asked
// for. But for `instance`, which is unique, every label begins with "__", so
// none of them stands on a series beside ours.
// `secure` is whether they are to be asked over TLS.
void WriteTargets(const metrics::Snapshot& snapshot, std::string_view host,
                  bool secure, const PageOutput& output);

}  // namespace bsg_exporter::web
