#include "bsg_exporter/app/app.h"
#include "bsg_exporter/metrics/text_sink.h"
#include "exporter/app/commands.h"
#include "exporter/app/load_config.h"
#include "exporter/app/one_scrape.h"
#include "exporter/app/print.h"

namespace bsg_exporter::app {

// One page on standard output. It is worth having whatever the campaigns
// answered: bsg_campaign_up tells. Only a page that cannot be written is a
// failure.
int Scrape(const Options& options) {
  const Result<config::Config> config = LoadConfig(options);
  if (!config.ok()) return PrintUsageError(config.error());
  const Result<std::unique_ptr<Runtime>> runtime = NewRuntime(*config, options);
  if (!runtime.ok()) return PrintUsageError(runtime.error());
  const metrics::Snapshot snapshot =
      OneScrape(**runtime, config->scrape.timeout);
  metrics::TextSink sink(PrintPiece);
  WriteSnapshot(snapshot, sink);
  metrics::Replay((*runtime)->metrics->Collect(), sink);
  sink.Finish();
  return FlushOutput();
}

}  // namespace bsg_exporter::app
