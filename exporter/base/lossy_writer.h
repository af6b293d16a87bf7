#pragma once

#include <string>
#include <string_view>

namespace bsg_exporter {

// Writes lines to a descriptor whose other end may have stopped reading, and
// would rather lose lines than wait for it: a log must not hold up a scrape.
// For one thread at a time; the descriptor stays its owner's.
class LossyWriter {
 public:
  explicit LossyWriter(int descriptor) : descriptor_(descriptor) {}

  // False if the lines are lost. What has been begun is finished by the next
  // call, before its own lines: nobody finds half a line in the middle.
  bool Write(std::string_view lines);

 private:
  // Writes what is taken and removes it from `text`: true if that was all.
  bool WriteSome(std::string_view& text);
  bool TakesMore();

  const int descriptor_;
  std::string begun_;
  bool stuck_ = false;
};

}  // namespace bsg_exporter
