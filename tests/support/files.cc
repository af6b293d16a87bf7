#include "tests/support/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bsg_exporter/base/file.h"

namespace bsg_exporter {

std::string FixturePath(const std::string& path) {
  return std::string(BSG_SOURCE_DIR) + "/tests/fixtures/" + path;
}

std::string Fixture(const std::string& path) {
  const Result<std::string> text = ReadFile(FixturePath(path), 64u << 20);
  if (!text.ok()) {
    ADD_FAILURE() << text.error().message;
    return "";
  }
  return *text;
}

TempDir::TempDir() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "bsg_test_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "no temp folder";
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::path(const std::string& name) const {
  return name.empty() ? path_ : path_ + "/" + name;
}

std::string TempDir::Write(const std::string& name,
                           std::string_view text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

}  // namespace bsg_exporter
