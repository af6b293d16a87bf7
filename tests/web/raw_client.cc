#include "tests/web/raw_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

namespace bsg_exporter::web {
namespace {

constexpr int kPatienceMs = 30000;

struct Target {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Target ToTarget(const std::string& address) {
  Target target;
  if (address.starts_with("unix:")) {
    auto* name = reinterpret_cast<sockaddr_un*>(&target.storage);
    name->sun_family = AF_UNIX;
    std::strncpy(name->sun_path, address.c_str() + 5,
                 sizeof(name->sun_path) - 1);
    target.size = sizeof(*name);
    return target;
  }
  const std::size_t colon = address.rfind(':');
  const auto port =
      htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  if (address.starts_with('[')) {
    auto* ip = reinterpret_cast<sockaddr_in6*>(&target.storage);
    ip->sin6_family = AF_INET6;
    ip->sin6_port = port;
    ::inet_pton(AF_INET6, address.substr(1, colon - 2).c_str(), &ip->sin6_addr);
    target.size = sizeof(*ip);
    return target;
  }
  auto* ip = reinterpret_cast<sockaddr_in*>(&target.storage);
  ip->sin_family = AF_INET;
  ip->sin_port = port;
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &ip->sin_addr);
  target.size = sizeof(*ip);
  return target;
}

bool Await(int fd, short events) {
  pollfd poll_fd{fd, events, 0};
  int ready = 0;
  do {
    ready = ::poll(&poll_fd, 1, kPatienceMs);
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) ADD_FAILURE() << "the server does nothing";
  return ready > 0;
}

HttpAnswer ParseHead(std::string_view head) {
  HttpAnswer answer;
  answer.status = std::atoi(std::string(head.substr(9, 3)).c_str());
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t next = head.find("\r\n", at + 2);
    const std::string_view line = head.substr(at + 2, next - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) break;
    std::string name(line.substr(0, colon));
    for (char& c : name) {
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    answer.headers.emplace(name, line.substr(colon + 2));
    at = next;
  }
  return answer;
}

}  // namespace

RawClient::RawClient(const std::string& address, int receive_buffer,
                     const std::function<void()>& before_connect) {
  const Target target = ToTarget(address);
  fd_ = ::socket(target.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                 sizeof(receive_buffer));
  }
  before_connect();
  connected_ =
      ::connect(fd_, reinterpret_cast<const sockaddr*>(&target.storage),
                target.size) == 0;
}

RawClient::RawClient(RawClient&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      connected_(other.connected_),
      buffer_(std::move(other.buffer_)),
      end_(other.end_) {}

RawClient::~RawClient() { Close(); }

void RawClient::Close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

RawClient& RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    // The server may have closed already: the test reads why.
    if (sent < 0) return *this;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return *this;
}

RawClient& RawClient::EndSending() {
  ::shutdown(fd_, SHUT_WR);
  return *this;
}

bool RawClient::Fill(std::size_t max) {
  if (end_ != End::kStillOpen || !Await(fd_, POLLIN)) return false;
  std::string chunk(std::min<std::size_t>(max, 65536), '\0');
  const ssize_t got = ::recv(fd_, chunk.data(), chunk.size(), 0);
  if (got <= 0) {
    end_ = got == 0 ? End::kClosed : End::kReset;
    return false;
  }
  buffer_.append(chunk, 0, static_cast<std::size_t>(got));
  return true;
}

HttpAnswer RawClient::ReadAnswer(bool of_head) {
  std::size_t head_end = 0;
  while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (Fill(65536)) continue;
    ADD_FAILURE() << "no answer, but '" << buffer_ << "'";
    return {};
  }
  HttpAnswer answer =
      ParseHead(std::string_view(buffer_).substr(0, head_end + 2));
  buffer_.erase(0, head_end + 4);
  const auto length = answer.headers.find("content-length");
  if (of_head || length == answer.headers.end()) return answer;
  const std::size_t size = std::stoul(length->second);
  while (buffer_.size() < size && Fill(65536)) continue;
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, answer.body.size());
  return answer;
}

std::string RawClient::ReadSome(std::size_t max) {
  if (buffer_.empty()) Fill(max);
  std::string some = buffer_.substr(0, max);
  buffer_.erase(0, some.size());
  return some;
}

std::string RawClient::ReadToEnd(End* end) {
  while (Fill(65536)) continue;
  if (end != nullptr) *end = end_;
  return std::exchange(buffer_, "");
}

RawClient::End RawClient::WaitForEnd() {
  EXPECT_EQ(ReadToEnd(), "");
  return end_;
}

std::string Get(std::string_view path, std::string_view more_lines) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" +
         std::string(more_lines) + "\r\n";
}

}  // namespace bsg_exporter::web
