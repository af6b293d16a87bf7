#pragma once

#include <string>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::http {

// Whether a transport over libcurl can make use of these settings, of which it
// would complain only at the first request; "" is none, and fine. The message
// never repeats the proxy's URL, which may hold a password; libcurl's does.
Status CheckProxy(const std::string& proxy);     // internal
Status CheckCaFile(const std::string& ca_file);  // tls; names the file

}  // namespace bsg_exporter::http
