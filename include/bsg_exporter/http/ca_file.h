#pragma once

#include <string>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::http {

// Whether a transport over libcurl can make use of the file, of which it would
// complain only at the first request; "" is none, and fine. Fails with kTls and
// a message that names the file. Any thread; reads the file.
Status CheckCaFile(const std::string& ca_file);

}  // namespace bsg_exporter::http
