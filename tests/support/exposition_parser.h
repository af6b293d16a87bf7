#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter {

// A page in Prometheus' text format 0.0.4, read back.
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

// Reads a page as strictly as the format's specification allows, and in some
// points more so, since nobody but this program writes what it reads: tokens
// are parted by one blank, every family has HELP and TYPE in that order and at
// least one sample, its lines stand together, no sample has a time of its own,
// no series comes twice, everything is valid UTF-8, histograms are whole and
// cumulative. Fails (invalid_document) with "line 7: what is wrong".
Result<ParsedPage> ParseExposition(std::string_view text);

}  // namespace bsg_exporter
