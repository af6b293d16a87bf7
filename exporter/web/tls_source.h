#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/log.h"
#include "bsg_exporter/web/tls_options.h"
#include "exporter/web/tls_context.h"

namespace bsg_exporter::web {

// What the next handshake works with. Reads certificate, key and client CA
// again when they have changed; what cannot be used changes nothing, and is
// warned of once. One thread at a time; borrows clock and logger.
class TlsSource {
 public:
  // Fails as NewTlsContext does.
  static Result<std::unique_ptr<TlsSource>> New(TlsOptions options,
                                                const Clock& clock,
                                                Logger& logger);

  // Looks at the files once a second at most: a stat each, unless one of them
  // has changed or could not be used.
  const TlsContext& Current();

 private:
  TlsSource(TlsOptions options, const Clock& clock, Logger& logger)
      : options_(std::move(options)), clock_(clock), logger_(logger) {}

  std::vector<FileStamp> Look() const;
  Status Load();
  void LoadAgain();

  const TlsOptions options_;
  const Clock& clock_;
  Logger& logger_;
  TlsContext context_;
  std::vector<FileStamp> seen_;  // of the context
  SteadyTime looked_;
  std::string failure_;  // why what is there now is not in force
};

}  // namespace bsg_exporter::web
