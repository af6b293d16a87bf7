#pragma once

#include <string>
#include <string_view>

namespace bsg_exporter {

// The text of a file under tests/fixtures; the test fails if it is not there.
std::string Fixture(const std::string& path);
std::string FixturePath(const std::string& path);

// A folder of its own that vanishes with everything in it.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  std::string path(const std::string& name = "") const;
  // Writes a file in it and returns its path.
  std::string Write(const std::string& name, std::string_view text) const;

 private:
  std::string path_;
};

}  // namespace bsg_exporter
