#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter {

// A page of metrics, read back.
struct ParsedSample {
  std::string name;  // the family's, or with a histogram's suffix
  std::map<std::string, std::string> labels;
  double value = 0;
  std::string value_text;  // as it stood there
};

struct ParsedFamily {
  std::string name;
  std::string help;
  std::string type;
  std::string unit;  // OpenMetrics only
  std::vector<ParsedSample> samples;
};

struct ParsedPage {
  std::vector<ParsedFamily> families;

  // The family of that name; null if there is none.
  const ParsedFamily* Find(std::string_view name) const;
  // The value of one series, its labels given in full.
  std::optional<double> Value(
      std::string_view name,
      const std::map<std::string, std::string>& labels) const;
};

// Reads a page in Prometheus' text format 0.0.4 as strictly as the format's
// specification allows, and in some points more so, since nobody but this
// program writes what it reads: tokens are parted by one blank, every family
// has HELP and TYPE in that order and at least one sample, its lines stand
// together, no sample has a time of its own, no series comes twice, everything
// is valid UTF-8, histograms are whole and cumulative. Fails (invalid_document)
// with "line 7: what is wrong".
Result<ParsedPage> ParseExposition(std::string_view text);

// The same for OpenMetrics 1.0.0: counters' samples end in _total, which their
// family's name does not, and are neither negative nor NaN; a unit is the end
// of its family's name; quotes in HELP are escaped; bounds of buckets show that
// they are no integers; the last line is "# EOF".
Result<ParsedPage> ParseOpenMetrics(std::string_view text);

}  // namespace bsg_exporter
