#include <signal.h>
#include <sys/resource.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/version.h"
#include "bsg_exporter/base/worker.h"
#include "bsg_exporter/web/server.h"
#include "exporter/app/activation.h"
#include "exporter/app/commands.h"
#include "exporter/app/environment.h"
#include "exporter/app/load_config.h"
#include "exporter/app/main_loop.h"
#include "exporter/app/notify.h"
#include "exporter/app/print.h"
#include "exporter/app/runtime.h"
#include "exporter/app/server_options.h"
#include "exporter/app/service.h"
#include "exporter/app/watchdog.h"

namespace bsg_exporter::app {
namespace {

// How long answers that are on their way may take once the program is told to
// end; all in all it is over within a second.
constexpr std::chrono::milliseconds kGrace(500);

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

// What a service manager has left in the environment for this process.
struct Manager {
  std::optional<std::string> notify_socket = TakeVariable("NOTIFY_SOCKET");
  Duration watchdog_interval = TakeWatchdogInterval();
  Result<PassedSockets> sockets = TakePassedSockets();
};

void LogAddresses(const std::vector<std::string>& addresses,
                  const PassedSockets& passed, Logger& logger) {
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (passed.descriptors.empty()) {
      logger.Info("listening", {{"address", addresses[i]}});
    } else {
      logger.Info("listening",
                  {{"address", addresses[i]},
                   {"passed_socket",
                    passed.names.empty() ? "unknown" : passed.names[i]}});
    }
  }
}

Result<std::unique_ptr<web::Server>> StartServer(web::ServerOptions options,
                                                 const Manager& manager,
                                                 Service& service,
                                                 Logger& logger) {
  if (!manager.sockets.ok()) return manager.sockets.error();
  options.passed_sockets = manager.sockets->descriptors;
  auto server = web::Server::Start(
      std::move(options),
      [&service](const web::Request& request,
                 std::shared_ptr<web::Responder> responder) {
        service.Handle(request, std::move(responder));
      },
      logger);
  if (!server.ok()) return server;
  LogAddresses((*server)->addresses(), *manager.sockets, logger);
  return server;
}

// All three, and the main thread to come back to.
Watchdog WatchOver(web::Server& server, collect::Reader& reader, MainLoop& loop,
                   Notifier& notifier, Logger& logger) {
  using Work = std::function<void()>;
  return {{{"io", [&](Work work) { server.Post(std::move(work)); }},
           {"reader", [&](Work work) { reader.Post(std::move(work)); }},
           {"main", [&](Work work) { loop.Post(std::move(work)); }}},
          [&notifier] { notifier.Alive(); },
          logger};
}

int ServeUntilSignal(const config::Config& config, const Options& options,
                     Runtime& runtime, MainLoop& loop) {
  Logger& logger = *runtime.logger;
  const Manager manager;
  Notifier notifier(manager.notify_socket, logger);
  Worker worker;
  Service service(config, {options, runtime, worker, loop, notifier});
  ReaderThread reader(*runtime.reader);
  const auto server =
      StartServer(ServerOptionsOf(config), manager, service, logger);
  if (!server.ok()) {
    logger.Fail("cannot serve", {{"err", server.error().message}});
    return kExitFailed;
  }
  Watchdog watchdog =
      WatchOver(**server, *runtime.reader, loop, notifier, logger);
  if (notifier.enabled() && manager.watchdog_interval > Duration::zero()) {
    loop.Every(manager.watchdog_interval / 2, [&] { watchdog.Check(); });
  }
  loop.OnHangup([&] { static_cast<void>(service.ReloadNow()); });
  service.Begin(**server);
  const int signal = loop.Run();
  logger.Info("stopping", {{"signal", signal == SIGINT ? "INT" : "TERM"}});
  service.Stop();
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
  MainLoop loop;
  RaiseFileLimit();
  Result<std::unique_ptr<Runtime>> runtime = NewRuntime(*config, options);
  if (!runtime.ok()) return PrintUsageError(runtime.error());
  (*runtime)->logger->Info("starting",
                           {{"version", GetBuildInfo().version},
                            {"revision", GetBuildInfo().revision},
                            {"accounts", config->accounts.size()},
                            {"campaigns", (*runtime)->configured_campaigns}});
  return ServeUntilSignal(*config, options, **runtime, loop);
}

}  // namespace bsg_exporter::app
