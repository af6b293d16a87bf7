#include "exporter/web/tls_source.h"

#include <chrono>
#include <utility>

namespace bsg_exporter::web {

Result<std::unique_ptr<TlsSource>> TlsSource::New(TlsOptions options,
                                                  const Clock& clock,
                                                  Logger& logger) {
  std::unique_ptr<TlsSource> source(
      new TlsSource(std::move(options), clock, logger));
  const Status loaded = source->Load();
  if (!loaded.ok()) return loaded.error();
  return source;
}

const TlsContext& TlsSource::Current() {
  if (clock_.Steady() - looked_ >= std::chrono::seconds(1)) {
    looked_ = clock_.Steady();
    // A failure may end without a trace in the stamps: permissions.
    if (!failure_.empty() || Look() != seen_) LoadAgain();
  }
  return context_;
}

std::vector<FileStamp> TlsSource::Look() const {
  return {StampOf(options_.cert_file), StampOf(options_.key_file),
          StampOf(options_.client_ca_file)};
}

Status TlsSource::Load() {
  looked_ = clock_.Steady();
  // First, so that what changes while it is read is read again.
  std::vector<FileStamp> seen = Look();
  Result<TlsContext, TlsError> context = NewTlsContext(options_);
  if (!context.ok()) {
    return WithContext(std::string(context.error().key), context.error());
  }
  context_ = std::move(context).value();
  seen_ = std::move(seen);
  return {};
}

void TlsSource::LoadAgain() {
  const Status loaded = Load();
  if (loaded.ok()) {
    failure_.clear();
    logger_.Info("certificate loaded", {{"cert_file", options_.cert_file}});
  } else if (std::exchange(failure_, loaded.error().message) != failure_) {
    logger_.Warn("certificate not loaded, the one before stays in force",
                 {{"err", failure_}});
  }
}

}  // namespace bsg_exporter::web
