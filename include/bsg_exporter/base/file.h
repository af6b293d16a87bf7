#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter {

// The whole of a regular file (or pipe). The error's message names the path
// and what is wrong with it: missing, a directory, unreadable, or more than
// `max_bytes` long. Reason: kInternal; callers give their own context.
Result<std::string> ReadFile(const std::string& path, std::size_t max_bytes);

// Fails for a pipe or a device, which reading might wait for. What is missing
// or out of reach, reading tells.
Status CheckRegularFile(const std::string& path);

// As ReadFile, but a pipe or a device is refused, not waited for.
Result<std::string> ReadRegularFile(const std::string& path,
                                    std::size_t max_bytes);

// What tells one state of a file from another, through links.
struct FileStamp {
  std::string path;
  std::uint64_t device = 0;  // all zero: there is nothing to be had
  std::uint64_t inode = 0;
  std::int64_t bytes = 0;
  std::int64_t modified_ns = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

FileStamp StampOf(const std::string& path);

}  // namespace bsg_exporter
