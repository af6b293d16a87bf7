#include "bsg_exporter/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace bsg_exporter {
namespace {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Error FileError(const std::string& path, const std::string& what) {
  return {Reason::kInternal, "cannot read '" + path + "': " + what};
}

Error FileError(const std::string& path, int code) {
  return FileError(path, std::generic_category().message(code));
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FileError(path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return FileError(path, errno);
  if (S_ISDIR(info.st_mode)) return FileError(path, EISDIR);

  std::string text;
  std::array<char, 16384> chunk;
  for (;;) {
    const ssize_t got = ::read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(path, errno);
    if (got == 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    if (text.size() > max_bytes) {
      return FileError(path,
                       "longer than " + std::to_string(max_bytes) + " bytes");
    }
  }
}

Status CheckRegularFile(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::is_other(status)) {
    return FileError(path, "not a regular file");
  }
  return {};
}

Result<std::string> ReadRegularFile(const std::string& path,
                                    std::size_t max_bytes) {
  if (Status checked = CheckRegularFile(path); !checked.ok()) {
    return checked.error();
  }
  return ReadFile(path, max_bytes);
}

FileStamp StampOf(const std::string& path) {
  constexpr std::int64_t kSecond = 1'000'000'000;  // in nanoseconds
  struct stat info {};
  // What cannot be had is told when it is read.
  if (stat(path.c_str(), &info) != 0) return {path};
  return {path, info.st_dev, info.st_ino, info.st_size,
          info.st_mtim.tv_sec * kSecond + info.st_mtim.tv_nsec};
}

}  // namespace bsg_exporter
