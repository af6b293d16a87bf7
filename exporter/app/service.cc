#include "exporter/app/service.h"

#include <sstream>
#include <utility>

#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/text.h"
#include "bsg_exporter/config/render.h"
#include "exporter/app/load_config.h"
#include "exporter/app/server_options.h"

namespace bsg_exporter::app {

Service::Service(config::Config config, Parts parts)
    : parts_(parts), logger_(*parts.runtime.logger) {
  PutInForce(std::move(config));
}

void Service::Handle(const web::Request& request,
                     std::shared_ptr<web::Responder> responder) {
  std::shared_ptr<web::ExporterHandler> handler;
  {
    const std::lock_guard lock(mutex_);
    handler = handler_;
  }
  handler->Handle(request, std::move(responder));
}

void Service::Begin(web::Server& server) {
  server_ = &server;
  parts_.notifier.Ready(Summary());
}

void Service::Stop() {
  stopping_ = true;
  parts_.notifier.Stopping();
}

void Service::Reload(std::function<void(Status)> done) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(done));
  if (waiting_.size() == 1) parts_.loop.Post([this] { ReloadForAll(); });
}

void Service::ReloadForAll() {
  std::vector<std::function<void(Status)>> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(waiting_);
  }
  const Status loaded = ReloadNow();
  for (const auto& done : waiting) done(loaded);
}

Status Service::ReloadNow() {
  if (parts_.options.config_file.empty()) {
    Error error{Reason::kInternal,
                "there is no configuration file: start the program with "
                "--config.file to load one again"};
    logger_.Warn("nothing to load", {{"err", error.message}});
    return error;
  }
  parts_.notifier.Reloading(parts_.runtime.clock.Steady());
  Status loaded = Load();
  if (!loaded.ok()) Refuse(loaded.error());
  parts_.notifier.Ready(loaded.ok()
                            ? Summary()
                            : "The configuration file is wrong, see the log; " +
                                  Summary());
  return loaded;
}

// What can fail comes first, each step all or nothing.
Status Service::Load() {
  // At the start there may be a pipe; its next writer may never come.
  if (Status file = CheckRegularFile(parts_.options.config_file); !file.ok()) {
    return file;
  }
  Result<config::Config> config = LoadConfig(parts_.options);
  if (!config.ok()) return config.error();
  KeepAddresses(*config);
  auto serve = server_->Prepare(ServerOptionsOf(*config));
  if (!serve.ok()) return serve.error();
  if (Status status = parts_.runtime.Reload(*config, parts_.options);
      !status.ok()) {
    return status;
  }
  parts_.runtime.metrics->ConfigLoaded(parts_.runtime.clock.Wall(),
                                       config::Fingerprint(*config));
  PutInForce(std::move(config).value());
  (*serve)();
  logger_.Info("configuration loaded",
               {{"accounts", config_.accounts.size()},
                {"campaigns", parts_.runtime.configured_campaigns}});
  return {};
}

// The sockets stay as they are, and so does what is said of them.
void Service::KeepAddresses(config::Config& config) {
  if (config.web.listen == config_.web.listen) return;
  logger_.Warn("web.listen has changed: that takes a restart",
               {{"in_force", Join(config_.web.listen, " ")},
                {"file", Join(config.web.listen, " ")}});
  config.web.listen = config_.web.listen;
}

void Service::Refuse(const Error& error) {
  parts_.runtime.metrics->ConfigRefused();
  std::istringstream problems(error.message);
  for (std::string problem; std::getline(problems, problem);) {
    logger_.Fail("configuration not loaded: the one before stays in force",
                 {{"err", problem}});
  }
}

void Service::PutInForce(config::Config config) {
  auto handler = std::make_shared<web::ExporterHandler>(
      HandlerOptionsOf(config),
      web::ExporterHandler::Parts{*parts_.runtime.reader,
                                  *parts_.runtime.metrics, parts_.worker,
                                  logger_, *this});
  config_ = std::move(config);
  // The one before ends after the lock.
  const std::lock_guard lock(mutex_);
  handler_.swap(handler);
}

std::string Service::Summary() const {
  const auto count = [](std::size_t n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  };
  return "Serving " + count(config_.accounts.size(), "account") + ", " +
         count(parts_.runtime.configured_campaigns, "configured campaign");
}

}  // namespace bsg_exporter::app
