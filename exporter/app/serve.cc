#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/version.h"
#include "bsg_exporter/base/worker.h"
#include "bsg_exporter/web/exporter_handler.h"
#include "bsg_exporter/web/server.h"
#include "exporter/app/commands.h"
#include "exporter/app/load_config.h"
#include "exporter/app/print.h"
#include "exporter/app/runtime.h"
#include "exporter/app/server_options.h"

namespace bsg_exporter::app {
namespace {

// How long answers that are on their way may take once the program is told to
// end; all in all it is over within a second.
constexpr std::chrono::milliseconds kGrace(500);

// Blocked in every thread, so that only WaitForEnd() sees them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

int WaitForEnd(const sigset_t& signals, Logger& logger) {
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return signal;
    logger.Warn(
        "SIGHUP is ignored: restart the program to load a changed "
        "configuration");
  }
}

// Every connection and every API request takes a descriptor.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// A thread that runs the reader, and ends with this object.
class ReaderThread {
 public:
  explicit ReaderThread(collect::Reader& reader)
      : reader_(reader), thread_([&reader] { reader.Run(); }) {}
  ~ReaderThread() { End(); }
  ReaderThread(const ReaderThread&) = delete;
  ReaderThread& operator=(const ReaderThread&) = delete;

  void End() {
    reader_.Stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  collect::Reader& reader_;
  std::thread thread_;
};

int ServeUntilSignal(const config::Config& config,
                     const web::ServerOptions& options, Runtime& runtime,
                     const sigset_t& signals) {
  Logger& logger = *runtime.logger;
  Worker worker;
  web::ExporterHandler handler(
      {.telemetry_path = config.web.telemetry_path,
       .timeout = config.scrape.timeout,
       .timeout_offset = config.scrape.timeout_offset},
      {*runtime.reader, *runtime.metrics, worker, logger});
  ReaderThread reader(*runtime.reader);
  auto server = web::Server::Start(
      options,
      [&handler](const web::Request& request,
                 std::shared_ptr<web::Responder> responder) {
        handler.Handle(request, std::move(responder));
      },
      logger);
  if (!server.ok()) {
    logger.Fail("cannot serve", {{"err", server.error().message}});
    return kExitFailed;
  }
  for (const std::string& address : (*server)->addresses()) {
    logger.Info("listening", {{"address", address}});
  }
  const int signal = WaitForEnd(signals, logger);
  logger.Info("stopping", {{"signal", signal == SIGINT ? "INT" : "TERM"}});
  // First the reader: scrapes that wait end with what is known, and the server
  // has time to send them.
  reader.End();
  (*server)->Stop(kGrace);
  return kExitOk;
}

}  // namespace

int Serve(const Options& options) {
  const Result<config::Config> config = LoadConfig(options);
  if (!config.ok()) return PrintUsageError(config.error());
  const auto server_options = ServerOptionsOf(*config);
  if (!server_options.ok()) return PrintUsageError(server_options.error());
  const sigset_t signals = BlockSignals();
  RaiseFileLimit();
  Result<std::unique_ptr<Runtime>> runtime = NewRuntime(*config, options);
  if (!runtime.ok()) return PrintUsageError(runtime.error());
  (*runtime)->logger->Info("starting",
                           {{"version", GetBuildInfo().version},
                            {"revision", GetBuildInfo().revision},
                            {"accounts", config->accounts.size()},
                            {"campaigns", (*runtime)->configured_campaigns}});
  return ServeUntilSignal(*config, *server_options, **runtime, signals);
}

}  // namespace bsg_exporter::app
