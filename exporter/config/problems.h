#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {

// Where something stands in the file, from 1. All zero: the file as a whole.
struct Place {
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  }
};

// Collects what is wrong with one file.
class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  void Add(Place place, std::string what);
  bool empty() const { return problems_.empty(); }
  std::vector<Problem> InFileOrder() &&;

 private:
  const std::string file_;
  std::vector<Problem> problems_;
};

// A value that is not what it should be, as the checks of single values report
// it: "expected …, got …". They know neither key nor place.
inline Error Wrong(std::string what) {
  return {Reason::kInternal, std::move(what)};
}

}  // namespace bsg_exporter::config
