#include "exporter/app/server_options.h"

namespace bsg_exporter::app {

Result<web::ServerOptions> ServerOptionsOf(const config::Config& config) {
  web::ServerOptions options;
  options.listen = config.web.listen;
  options.max_connections = config.web.max_connections;
  return options;
}

}  // namespace bsg_exporter::app
