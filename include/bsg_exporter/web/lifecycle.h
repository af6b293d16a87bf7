#pragma once

#include <functional>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::web {

// The process, as those who operate it ask for it over HTTP. Everything may be
// called from any thread and returns at once.
class Lifecycle {
 public:
  virtual ~Lifecycle() = default;

  // Whether requests are welcome: not once the process is told to end.
  virtual bool IsReady() const = 0;

  // Puts the configuration as it is now in force, or says what is wrong with
  // it, a line a problem. `done` comes once, on any thread; not at all if the
  // process ends before.
  virtual void Reload(std::function<void(Status)> done) = 0;
};

}  // namespace bsg_exporter::web
