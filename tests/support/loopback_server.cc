#include "tests/support/loopback_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace bsg_exporter {
namespace {

// A socket bound to a port of 127.0.0.1 that the system chose.
int BindLoopback(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, generic, size) != 0 ||
      ::getsockname(fd, generic, &size) != 0) {
    ADD_FAILURE() << "no loopback port";
  }
  port = ntohs(address.sin_port);
  return fd;
}

std::size_t BodyLength(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const std::size_t at = head.find(kName);
  if (at == head.npos) return 0;
  return std::stoul(std::string(head.substr(at + kName.size())));
}

}  // namespace

std::optional<std::string> LoopbackConnection::ReadRequest() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  for (;;) {
    const std::size_t end = unread_.find(kEnd);
    if (end != unread_.npos) {
      const std::size_t size =
          end + kEnd.size() +
          BodyLength(std::string_view(unread_).substr(0, end));
      if (unread_.size() >= size) {
        std::string request = unread_.substr(0, size);
        unread_.erase(0, size);
        server_.Remember(request);
        return request;
      }
    }
    const std::string more = ReadSome();
    if (more.empty()) return std::nullopt;
    unread_ += more;
  }
}

std::string LoopbackConnection::ReadSome() {
  std::array<char, 4096> chunk;
  const ssize_t got = ::recv(fd_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return "";
  return std::string(chunk.data(), static_cast<std::size_t>(got));
}

void LoopbackConnection::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the peer went away, which is its right
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void LoopbackConnection::WaitForClose() {
  while (!ReadSome().empty()) {
  }
}

void LoopbackConnection::Close() {
  const std::lock_guard lock(mutex_);
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void LoopbackConnection::Reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  Close();
}

void LoopbackConnection::CutOff() {
  const std::lock_guard lock(mutex_);
  if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
}

LoopbackServer::LoopbackServer(Serve serve) : serve_(std::move(serve)) {
  listener_ = BindLoopback(port_);
  if (::listen(listener_, 128) != 0) ADD_FAILURE() << "cannot listen";
  acceptor_ = std::thread([this] { Accept(); });
}

LoopbackServer::LoopbackServer(std::string answer)
    : LoopbackServer([answer = std::move(answer)](LoopbackConnection& peer) {
        while (peer.ReadRequest()) peer.Write(answer);
      }) {}

LoopbackServer::~LoopbackServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& connection : connections_) connection->CutOff();
  }
  ::shutdown(listener_, SHUT_RDWR);  // ends accept()
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  ::close(listener_);
}

void LoopbackServer::Accept() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const std::lock_guard lock(mutex_);
    LoopbackConnection& connection = *connections_.emplace_back(
        std::make_unique<LoopbackConnection>(*this, fd, connections_.size()));
    if (stopping_) return;
    threads_.emplace_back([this, &connection] {
      serve_(connection);
      connection.Close();
    });
  }
}

void LoopbackServer::Remember(std::string request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
}

std::string LoopbackServer::address() const {
  return "127.0.0.1:" + std::to_string(port_);
}

std::string LoopbackServer::Url(std::string_view path) const {
  return "http://" + address() + std::string(path);
}

std::size_t LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

std::vector<std::string> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::uint16_t RefusedPort() {
  std::uint16_t port = 0;
  ::close(BindLoopback(port));
  return port;
}

std::string HttpAnswer(std::string_view body, std::string_view status,
                       std::string_view headers) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace bsg_exporter
