#pragma once

#include <string>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::http {

// What libcurl itself would complain of only at the first request. Neither
// message repeats the proxy's URL, which may hold a password; libcurl's does.
Status CheckProxy(const std::string& proxy);     // internal
Status CheckCaFile(const std::string& ca_file);  // tls; names the file

}  // namespace bsg_exporter::http
