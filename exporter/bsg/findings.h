#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/bsg/decode.h"

namespace bsg_exporter::bsg {

// What was unexpected in one document: each thing once, in the order in which
// it was met, and no more than kMax of them, so that a document full of
// nonsense costs no more than any other.
class Findings {
 public:
  static constexpr std::size_t kMax = 32;

  // `what`: a key, or a word of an open list; cut if it is long.
  void Add(Place place, std::string_view what);

  std::vector<Unexpected> Take() && { return std::move(found_); }

 private:
  std::vector<Unexpected> found_;
};

}  // namespace bsg_exporter::bsg
