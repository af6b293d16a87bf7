#pragma once

#include <stdlib.h>

#include <optional>
#include <string>

namespace bsg_exporter::app {

// A variable by which whoever started the program speaks to this one process.
// It is gone afterwards, so that no child takes it for its own. Only while
// there is one thread.
inline std::optional<std::string> TakeVariable(const char* name) {
  const char* value = getenv(name);
  if (value == nullptr) return std::nullopt;
  std::string taken = value;
  unsetenv(name);
  return taken;
}

}  // namespace bsg_exporter::app
