#pragma once

#include "bsg_exporter/config/config.h"
#include "bsg_exporter/web/exporter_handler.h"
#include "bsg_exporter/web/server.h"

namespace bsg_exporter::app {

// How the configuration wants to be served.
web::ServerOptions ServerOptionsOf(const config::Config& config);

// What is answered there, and the configuration as a text with it.
web::ExporterHandler::Options HandlerOptionsOf(const config::Config& config);

// What it says of TLS; for one that names a certificate.
web::TlsOptions TlsOptionsOf(const config::TlsConfig& config);

}  // namespace bsg_exporter::app
