#include "bsg_exporter/web/server.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/log_throttle.h"
#include "exporter/web/connections.h"
#include "exporter/web/listen_socket.h"
#include "exporter/web/passed_socket.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// TCP over IPv4 and IPv6, and Unix sockets, all in one type.
using Protocol = asio::generic::stream_protocol;

// --- requests, parsed by Beast ----------------------------------------------

class BeastParser final : public MessageParser {
 public:
  explicit BeastParser(const ServerOptions& options) {
    parser_.header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(options.max_header_bytes, UINT32_MAX)));
    parser_.body_limit(options.max_body_bytes);
  }

  Step Put(std::string_view bytes) override {
    error_code error;
    try {
      const asio::const_buffer buffer(bytes.data(), bytes.size());
      const std::size_t taken = parser_.put(buffer, error);
      if (!error) return {taken, false, 0};
      if (error == http::error::need_more) return {taken, true, 0};
    } catch (const std::exception&) {  // a header of more than 64 KiB
      return {0, false, 431};
    }
    if (error == http::error::header_limit) return {0, false, 431};
    return {0, false, error == http::error::body_limit ? 413 : 400};
  }

  bool HeadIsDone() const override { return parser_.is_header_done(); }
  bool IsDone() const override { return parser_.is_done(); }

  MessageHead Head() const override {
    const auto& message = parser_.get();
    MessageHead head;
    head.method = message.method_string().to_string();
    head.target = message.target().to_string();
    for (const auto& field : message) {
      head.headers.emplace_back(field.name_string().to_string(),
                                field.value().to_string());
    }
    head.http11 = message.version() >= 11;
    head.keep_alive = parser_.keep_alive();
    return head;
  }

  std::string TakeBody() override { return std::move(parser_.get().body()); }

 private:
  http::request_parser<http::string_body> parser_;
};

// --- connections, by Asio ---------------------------------------------------

class SocketStream final : public Stream {
 public:
  explicit SocketStream(Protocol::socket socket)
      : socket_(std::move(socket)), timer_(socket_.get_executor()) {
    error_code ignored;  // Unix sockets have no such option
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  void ReadSome(ReadDone done) override {
    socket_.async_read_some(
        asio::buffer(chunk_),
        [this, done = std::move(done)](const error_code& error, std::size_t n) {
          done(ToIoResult(error), std::string_view(chunk_.data(), n));
        });
  }

  void WriteSome(const Pieces& pieces, WriteDone done) override {
    std::array<asio::const_buffer, std::tuple_size_v<Pieces>> buffers;
    std::ranges::transform(pieces, buffers.begin(), [](std::string_view piece) {
      return asio::const_buffer(piece.data(), piece.size());
    });
    socket_.async_write_some(
        buffers,
        [done = std::move(done)](const error_code& error, std::size_t n) {
          done(ToIoResult(error), n);
        });
  }

  std::size_t Unsent() override {
    int bytes = 0;
    const bool known = ::ioctl(socket_.native_handle(), TIOCOUTQ, &bytes) == 0;
    return known && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
  }

  void SetTimer(std::chrono::milliseconds after,
                std::function<void()> expired) override {
    const std::uint64_t turn = ++turn_;
    timer_.expires_after(after);
    timer_.async_wait(
        [this, turn, expired = std::move(expired)](const error_code& error) {
          // One that had already expired when it was replaced comes without
          // an error.
          if (!error && turn == turn_) expired();
        });
  }

  void CancelTimer() override {
    ++turn_;
    timer_.cancel();
  }

  void EndSending() override {
    error_code ignored;
    socket_.shutdown(Protocol::socket::shutdown_send, ignored);
  }

  void Close() override {
    CancelTimer();
    error_code ignored;
    socket_.close(ignored);
  }

  void Reset() override {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    Close();
  }

 private:
  static IoResult ToIoResult(const error_code& error) {
    if (!error) return IoResult::kOk;
    return error == asio::error::eof ? IoResult::kEnd : IoResult::kBroken;
  }

  Protocol::socket socket_;
  asio::steady_timer timer_;
  std::uint64_t turn_ = 0;
  std::array<char, 4096> chunk_;
};

class Loop final : public Executor {
 public:
  asio::io_context& context() { return context_; }
  void Post(std::function<void()> work) override {
    asio::post(context_, std::move(work));
  }

 private:
  asio::io_context context_{1};
};

class Listener {
 public:
  using OnAccept = std::function<void(std::unique_ptr<Stream>)>;

  Listener(asio::io_context& context, ListenSocket socket, Logger& logger,
           LogThrottle& throttle, OnAccept on_accept)
      : socket_(std::move(socket)),
        acceptor_(context),
        retry_(context),
        logger_(logger),
        throttle_(throttle),
        on_accept_(std::move(on_accept)) {
    const Protocol protocol(socket_.family(), 0);
    acceptor_.assign(protocol, socket_.Release());
    Accept();
  }

  const std::string& address() const { return socket_.address(); }

  void Close() {
    // The file first: once nobody listens, another process may take its place.
    socket_.RemoveFile();
    error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
  }

 private:
  void Accept() {
    if (!acceptor_.is_open()) return;
    acceptor_.async_accept(
        [this](const error_code& error, Protocol::socket socket) {
          if (error == asio::error::operation_aborted) return;
          if (error) return RetryLater(error.message());
          Accept();
          on_accept_(std::make_unique<SocketStream>(std::move(socket)));
        });
  }

  // Out of descriptors, most of all: the connection stays in the queue, and
  // trying at once would try for ever.
  void RetryLater(const std::string& why) {
    if (throttle_.Pass(address(), why)) {
      logger_.Warn("cannot accept connections",
                   {{"address", address()}, {"err", why}});
    }
    retry_.expires_after(std::chrono::milliseconds(100));
    retry_.async_wait([this](const error_code& error) {
      if (!error) Accept();
    });
  }

  ListenSocket socket_;
  asio::basic_socket_acceptor<Protocol> acceptor_;
  asio::steady_timer retry_;
  Logger& logger_;
  LogThrottle& throttle_;
  const OnAccept on_accept_;
};

// --- the server -------------------------------------------------------------

class AsioServer final : public Server {
 public:
  AsioServer(const ServerOptions& options, Handler handler, Logger& logger,
             std::vector<ListenSocket> sockets)
      : logger_(logger),
        connections_(
            {options,
             std::move(handler),
             logger,
             loop_,
             [options] { return std::make_unique<BeastParser>(options); },
             {}}),
        grace_(std::in_place, loop_->context()) {
    for (ListenSocket& socket : sockets) {
      addresses_.push_back(socket.address());
      listeners_.push_back(std::make_unique<Listener>(
          loop_->context(), std::move(socket), logger_, throttle_,
          [this](std::unique_ptr<Stream> stream) {
            connections_.Add(std::move(stream));
          }));
    }
    thread_ = std::thread([this] { Run(); });
  }

  ~AsioServer() override { AsioServer::Stop(std::chrono::milliseconds(0)); }

  std::vector<std::string> addresses() const override { return addresses_; }

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

  void BeginStop(std::chrono::milliseconds grace) {
    for (const auto& listener : listeners_) listener->Close();
    grace_->expires_after(grace);
    grace_->async_wait([this](const error_code& error) {
      if (!error) connections_.CutAll();
    });
    connections_.Stop([this] { grace_->cancel(); });
  }

  Logger& logger_;
  const SystemClock clock_;
  LogThrottle throttle_{clock_};
  std::shared_ptr<Loop> loop_ = std::make_shared<Loop>();
  const std::weak_ptr<Loop> weak_loop_ = loop_;
  Connections connections_;
  std::optional<asio::steady_timer> grace_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::string> addresses_;
  std::mutex stop_mutex_;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                              Handler handler, Logger& logger) {
  Result<std::vector<ListenSocket>> sockets =
      options.passed_sockets.empty() ? Listen(options.listen)
                                     : TakeOver(options.passed_sockets);
  if (!sockets.ok()) return std::move(sockets).error();
  try {
    return std::unique_ptr<Server>(std::make_unique<AsioServer>(
        options, std::move(handler), logger, std::move(sockets).value()));
  } catch (const std::exception& e) {
    return Error{Reason::kInternal,
                 std::string("cannot start the listener: ") + e.what()};
  }
}

}  // namespace bsg_exporter::web
