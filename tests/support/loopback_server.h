#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bsg_exporter {

class LoopbackServer;

// One accepted connection, in the hands of the thread that serves it.
class LoopbackConnection {
 public:
  LoopbackConnection(LoopbackServer& server, int fd, std::size_t number)
      : server_(server), fd_(fd), number_(number) {}
  ~LoopbackConnection() { Close(); }
  LoopbackConnection(const LoopbackConnection&) = delete;
  LoopbackConnection& operator=(const LoopbackConnection&) = delete;

  // The next request, head and body as they came; nothing once the peer has
  // closed. The server remembers it.
  std::optional<std::string> ReadRequest();
  // Whatever comes next; empty once the peer has closed.
  std::string ReadSome();
  void Write(std::string_view bytes);
  // Keeps still until the peer closes.
  void WaitForClose();
  void Close();
  // Closes with a reset, as a crashed peer does.
  void Reset();

  int fd() const { return fd_; }
  // 0 for the server's first connection, then 1, 2, …
  std::size_t number() const { return number_; }

 private:
  friend class LoopbackServer;
  void CutOff();  // from any thread: ends every read and write

  LoopbackServer& server_;
  std::mutex mutex_;
  int fd_;  // closed under mutex_, and by the serving thread alone
  const std::size_t number_;
  std::string unread_;
};

// A TCP server on 127.0.0.1 that does what a function says, byte for byte. It
// calls the function for each connection on a thread of its own and closes the
// connection when the function is done. It knows no HTTP but where a request
// ends, so it can answer as wrongly as a test likes.
class LoopbackServer {
 public:
  using Serve = std::function<void(LoopbackConnection&)>;

  explicit LoopbackServer(Serve serve);
  // Answers each request with these bytes and waits for the next.
  explicit LoopbackServer(std::string answer);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const { return port_; }
  // "127.0.0.1:12345"
  std::string address() const;
  std::string Url(std::string_view path = "/") const;

  std::size_t connections() const;
  // Every request so far, over all connections, in order of arrival.
  std::vector<std::string> requests() const;

 private:
  friend class LoopbackConnection;
  void Accept();
  void Remember(std::string request);

  const Serve serve_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::vector<std::unique_ptr<LoopbackConnection>> connections_;
  std::vector<std::thread> threads_;
  std::vector<std::string> requests_;
  bool stopping_ = false;

  std::thread acceptor_;
};

// A port of 127.0.0.1 on which nobody listens.
std::uint16_t RefusedPort();

// A whole answer with a Content-Length, for use as a script.
std::string HttpAnswer(std::string_view body,
                       std::string_view status = "200 OK",
                       std::string_view headers = "");

}  // namespace bsg_exporter
