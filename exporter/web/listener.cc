#include "exporter/web/listener.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <tuple>
#include <utility>

namespace bsg_exporter::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// TCP over IPv4 and IPv6, and Unix sockets, all in one type.
using Protocol = asio::generic::stream_protocol;

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

}  // namespace

Listener::Listener(asio::io_context& context, ListenSocket socket,
                   Logger& logger, LogThrottle& throttle, OnAccept on_accept)
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

void Listener::Close() {
  // The file first: once nobody listens, another process may take its place.
  socket_.RemoveFile();
  error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel();
}

void Listener::Accept() {
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
void Listener::RetryLater(const std::string& why) {
  if (throttle_.Pass(address(), why)) {
    logger_.Warn("cannot accept connections",
                 {{"address", address()}, {"err", why}});
  }
  retry_.expires_after(std::chrono::milliseconds(100));
  retry_.async_wait([this](const error_code& error) {
    if (!error) Accept();
  });
}

}  // namespace bsg_exporter::web
