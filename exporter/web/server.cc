#include "bsg_exporter/web/server.h"

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log_throttle.h"
#include "exporter/web/beast_parser.h"
#include "exporter/web/connections.h"
#include "exporter/web/gate.h"
#include "exporter/web/listen_socket.h"
#include "exporter/web/listener.h"
#include "exporter/web/passed_socket.h"
#include "exporter/web/tls_source.h"
#include "exporter/web/tls_stream.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class Loop final : public Executor {
 public:
  asio::io_context& context() { return context_; }
  void Post(std::function<void()> work) override {
    asio::post(context_, std::move(work));
  }

 private:
  asio::io_context context_{1};
};

// None where the options have none.
Result<std::unique_ptr<TlsSource>> NewTlsSource(const ServerOptions& options,
                                                const Clock& clock,
                                                Logger& logger) {
  if (!options.tls) return std::unique_ptr<TlsSource>();
  return TlsSource::New(*options.tls, clock, logger);
}

class AsioServer final : public Server {
 public:
  AsioServer(const ServerOptions& options, Handler handler, Logger& logger,
             std::vector<ListenSocket> sockets, std::unique_ptr<TlsSource> tls,
             const Clock& clock)
      : logger_(logger),
        clock_(clock),
        gate_(std::move(handler), loop_, clock_),
        connections_(
            {options,
             [this](Request request, std::shared_ptr<Responder> responder) {
               gate_.Handle(std::move(request), std::move(responder));
             },
             logger,
             clock_,
             loop_,
             BeastParsers(options),
             {},
             {}}),
        tls_(std::move(tls)),
        tls_options_(options.tls),
        grace_(std::in_place, loop_->context()) {
    gate_.Configure(options.access);
    for (ListenSocket& socket : sockets) {
      addresses_.push_back(socket.address());
      const bool encrypts = socket.family() != AF_UNIX;
      listeners_.push_back(std::make_unique<Listener>(
          loop_->context(), std::move(socket), logger_, throttle_,
          [this, encrypts](std::unique_ptr<Stream> stream) {
            connections_.Add(encrypts ? Encrypted(std::move(stream))
                                      : std::move(stream));
          }));
    }
    thread_ = std::thread([this] { Run(); });
  }

  ~AsioServer() override { AsioServer::Stop(std::chrono::milliseconds(0)); }

  std::vector<std::string> addresses() const override { return addresses_; }

  Result<std::function<void()>> Prepare(ServerOptions options) override {
    auto tls = NewTlsSource(options, clock_, logger_);
    if (!tls.ok()) return tls.error();
    auto source =
        std::make_shared<std::unique_ptr<TlsSource>>(std::move(tls).value());
    return std::function([this, options = std::move(options), source] {
      Post([this, options, source] { Apply(options, std::move(*source)); });
    });
  }

  void Post(std::function<void()> work) override {
    if (const auto loop = weak_loop_.lock()) loop->Post(std::move(work));
  }

  void Stop(std::chrono::milliseconds grace) override {
    const std::lock_guard lock(stop_mutex_);
    if (!thread_.joinable()) return;
    loop_->Post([this, grace] { BeginStop(grace); });
    thread_.join();
    listeners_.clear();
    grace_.reset();
    loop_.reset();
  }

 private:
  // Ends when nothing is left to wait for: no listener, connection or timer.
  void Run() {
    for (;;) {
      try {
        loop_->context().run();
        return;
      } catch (...) {  // out of memory, for want of anything else that throws
        logger_.Fail("an event of the listener was lost");
      }
    }
  }

  std::unique_ptr<Stream> Encrypted(std::unique_ptr<Stream> stream) {
    if (!tls_) return stream;
    return NewTlsStream(std::move(stream), tls_->Current(), logger_);
  }

  void Apply(const ServerOptions& options, std::unique_ptr<TlsSource> tls) {
    gate_.Configure(options.access);
    connections_.Configure(options);
    tls_ = std::move(tls);
    if (std::exchange(tls_options_, options.tls) != options.tls) {
      connections_.EndAll();
    }
  }

  void BeginStop(std::chrono::milliseconds grace) {
    for (const auto& listener : listeners_) listener->Close();
    grace_->expires_after(grace);
    grace_->async_wait([this](const error_code& error) {
      if (!error) connections_.CutAll();
    });
    connections_.Stop([this] { grace_->cancel(); });
  }

  Logger& logger_;
  const Clock& clock_;
  LogThrottle throttle_{clock_};
  std::shared_ptr<Loop> loop_ = std::make_shared<Loop>();
  Gate gate_;
  const std::weak_ptr<Loop> weak_loop_ = loop_;
  Connections connections_;
  std::unique_ptr<TlsSource> tls_;  // none: plain
  std::optional<TlsOptions> tls_options_;
  std::optional<asio::steady_timer> grace_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::string> addresses_;
  std::mutex stop_mutex_;  // one Stop() at a time
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                              Handler handler, Logger& logger) {
  static const SystemClock clock;
  auto tls = NewTlsSource(options, clock, logger);
  if (!tls.ok()) return tls.error();
  Result<std::vector<ListenSocket>> sockets =
      options.passed_sockets.empty() ? Listen(options.listen)
                                     : TakeOver(options.passed_sockets);
  if (!sockets.ok()) return std::move(sockets).error();
  try {
    return std::unique_ptr<Server>(std::make_unique<AsioServer>(
        options, std::move(handler), logger, std::move(sockets).value(),
        std::move(tls).value(), clock));
  } catch (const std::exception& e) {
    return Error{Reason::kInternal,
                 std::string("cannot start the listener: ") + e.what()};
  }
}

}  // namespace bsg_exporter::web
