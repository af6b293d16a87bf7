#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/metrics/self_metrics.h"

namespace bsg_exporter::collect {

// Counts and logs what no source on the API documents: each distinct value
// once per process, as many as it can remember. One thread.
class UnexpectedLog {
 public:
  static constexpr std::size_t kRemembered = 256;

  UnexpectedLog(metrics::SelfMetrics& metrics, Logger& logger)
      : metrics_(metrics), logger_(logger) {}

  void Note(const std::string& account, const std::string& campaign,
            const std::vector<bsg::Unexpected>& found);

 private:
  metrics::SelfMetrics& metrics_;
  Logger& logger_;
  std::set<std::string> seen_;
};

}  // namespace bsg_exporter::collect
