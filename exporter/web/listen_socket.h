#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::web {

// A socket that listens. Closes itself, and takes a Unix socket's file away.
class ListenSocket {
 public:
  // Takes the descriptor over.
  explicit ListenSocket(int fd) : fd_(fd) {}
  ~ListenSocket();
  ListenSocket(ListenSocket&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        address_(std::move(other.address_)),
        file_(std::exchange(other.file_, {})) {}
  ListenSocket& operator=(ListenSocket&&) = delete;

  int fd() const { return fd_; }
  // Hands the descriptor over; the file stays this object's.
  int Release() { return std::exchange(fd_, -1); }
  int family() const;

  // As it can be connected to: "127.0.0.1:41234", "[::]:10274", "unix:/path".
  const std::string& address() const { return address_; }
  void set_address(std::string address) { address_ = std::move(address); }

  // From now on the file at `path` is this socket's to remove.
  void OwnFile(const std::string& path);
  // Removes it, unless somebody has put another one in its place.
  void RemoveFile();

 private:
  struct File {
    std::string path;
    dev_t device = 0;
    ino_t inode = 0;
  };

  int fd_;
  std::string address_;
  File file_;
};

// "127.0.0.1:41234", "[::]:10274": where a TCP socket is bound.
std::string NumericAddress(int fd);

// Resolves, binds and listens, on all of them or none. The error reads "cannot
// listen on 'ADDRESS': cause" (internal).
Result<std::vector<ListenSocket>> Listen(
    const std::vector<std::string>& addresses);

}  // namespace bsg_exporter::web
