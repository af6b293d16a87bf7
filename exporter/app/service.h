#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bsg_exporter/app/options.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/worker.h"
#include "bsg_exporter/config/config.h"
#include "bsg_exporter/web/exporter_handler.h"
#include "bsg_exporter/web/lifecycle.h"
#include "bsg_exporter/web/server.h"
#include "exporter/app/main_loop.h"
#include "exporter/app/notify.h"
#include "exporter/app/runtime.h"

namespace bsg_exporter::app {

// What is served, by the configuration in force, and how another one comes into
// force. Everything is the main thread's, but for what says otherwise.
class Service final : public web::Lifecycle {
 public:
  struct Parts {  // all borrowed, all outlive the service
    const Options& options;
    Runtime& runtime;
    Worker& worker;
    MainLoop& loop;
    Notifier& notifier;
  };
  Service(config::Config config, Parts parts);

  // Answers by the configuration that is in force now. Any thread.
  void Handle(const web::Request& request,
              std::shared_ptr<web::Responder> responder);

  // Requests are being taken, by this server, which outlives every reload.
  void Begin(web::Server& server);
  // No further ones are welcome.
  void Stop();
  bool IsReady() const override { return !stopping_; }

  // Loads the configuration as it is now. All of it comes into force, for the
  // requests that come from then on, or nothing of it: the error then says all
  // that is wrong, a line a problem, and has been logged.
  Status ReloadNow();
  // The same on the main thread, when it gets round to it: once for all who
  // have asked until then, so that those who ask on and on cannot keep it from
  // the watchdog. Any thread.
  void Reload(std::function<void(Status)> done) override;

 private:
  void ReloadForAll();
  Status Load();
  void KeepAddresses(config::Config& config);
  void Refuse(const Error& error);
  void PutInForce(config::Config config);
  std::string Summary() const;

  const Parts parts_;
  Logger& logger_;
  std::atomic<bool> stopping_{false};
  config::Config config_;  // in force
  web::Server* server_ = nullptr;
  std::mutex mutex_;
  std::shared_ptr<web::ExporterHandler> handler_;     // guarded by mutex_
  std::vector<std::function<void(Status)>> waiting_;  // guarded by mutex_
};

}  // namespace bsg_exporter::app
