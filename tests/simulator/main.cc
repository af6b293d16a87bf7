#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/web/server.h"
#include "tests/simulator/campaigns.h"
#include "tests/simulator/delayed_answers.h"
#include "tests/simulator/options.h"
#include "tests/simulator/router.h"
#include "tests/simulator/world.h"

namespace bsg_exporter::simulator {
namespace {

void PrintAccounts(const World& world) {
  for (std::size_t i = 0; i < world.accounts.size(); ++i) {
    std::vector<std::int64_t> ids;
    for (const CampaignPlan* const plan : world.CampaignsOf(i)) {
      ids.push_back(plan->id);
    }
    std::cout << "account " << world.accounts[i].name << " key "
              << world.accounts[i].api_key << " campaigns " << Ranges(ids)
              << '\n';
  }
  const auto documents = world.campaigns.DocumentIds();
  if (!documents.empty()) {
    std::cout << "documents " << Ranges(documents) << '\n';
  }
}

// Signals that end the program wait for WaitForEnd in every thread.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void WaitForEnd(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

int Fail(const Error& error) {
  std::cerr << "bsg_simulator: " << error.message << '\n';
  return 1;
}

int Run(const Options& options) {
  const sigset_t signals = BlockEndSignals();
  const SystemClock clock;
  const auto logger =
      NewStderrLogger({LogLevel::kWarn, LogFormat::kLogfmt, {}});
  const auto world = World::Make(options, clock);
  if (!world.ok()) return Fail(world.error());
  DelayedAnswers later;
  Router router(**world, later);

  web::ServerOptions server_options;
  server_options.listen = options.listen;
  server_options.max_connections = 4096;
  const auto server = web::Server::Start(
      std::move(server_options),
      [&router](web::Request request,
                std::shared_ptr<web::Responder> responder) {
        router.Handle(request, std::move(responder));
      },
      *logger);
  if (!server.ok()) return Fail(server.error());

  PrintAccounts(**world);
  for (const std::string& address : (*server)->addresses()) {
    std::cout << "listening on " << address << '\n';
  }
  std::cout << std::flush;
  WaitForEnd(signals);
  (*server)->Stop(std::chrono::milliseconds(0));
  return 0;
}

}  // namespace
}  // namespace bsg_exporter::simulator

int main(int argc, char** argv) {
  const auto options = bsg_exporter::simulator::ParseOptions(argc, argv);
  if (!options.ok()) return options.error();
  return bsg_exporter::simulator::Run(*options);
}
