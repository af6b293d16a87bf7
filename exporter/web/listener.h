#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/log_throttle.h"
#include "exporter/web/listen_socket.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// Accepts the connections of one socket, on the thread that runs the context.
// Borrows all but the socket.
class Listener {
 public:
  using OnAccept = std::function<void(std::unique_ptr<Stream>)>;

  Listener(boost::asio::io_context& context, ListenSocket socket,
           Logger& logger, LogThrottle& throttle, OnAccept on_accept);

  const std::string& address() const { return socket_.address(); }
  void Close();

 private:
  void Accept();
  void RetryLater(const std::string& why);

  ListenSocket socket_;
  boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>
      acceptor_;
  boost::asio::steady_timer retry_;
  Logger& logger_;
  LogThrottle& throttle_;
  const OnAccept on_accept_;
};

}  // namespace bsg_exporter::web
