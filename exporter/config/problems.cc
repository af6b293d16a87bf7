#include "exporter/config/problems.h"

#include <algorithm>
#include <tuple>

namespace bsg_exporter::config {

std::string ToString(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) {
    text += ':' + std::to_string(problem.line);
    text += ':' + std::to_string(problem.column);
  }
  return text + ": " + problem.what;
}

void Problems::Add(Place place, std::string what) {
  problems_.push_back({file_, place.line, place.column, std::move(what)});
}

std::vector<Problem> Problems::InFileOrder() && {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const Problem& a, const Problem& b) {
                     return std::tie(a.line, a.column) <
                            std::tie(b.line, b.column);
                   });
  return std::move(problems_);
}

}  // namespace bsg_exporter::config
