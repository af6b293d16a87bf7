#include "tests/support/exposition_parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

#include "tests/support/utf8.h"

namespace bsg_exporter {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLabelName(std::string_view name) {
  return !name.empty() && IsLetter(name[0]) && !name.starts_with("__") &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLetter(c) || IsDigit(c); });
}

bool IsMetricName(std::string_view name) {
  return !name.empty() && !IsDigit(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return IsLetter(c) || IsDigit(c) || c == ':';
         });
}

// Go's ParseFloat, without the forms that nobody prints: hexadecimal,
// underscores, a sign before a positive number.
std::optional<double> ParseValue(std::string_view text) {
  // prometheus-cpp prints "Nan", which Go takes as well.
  if (text == "NaN" || text == "Nan") return std::nan("");
  if (text == "+Inf") return kInfinity;
  if (text == "-Inf") return -kInfinity;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || !IsDigit(digits[0])) return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// The samples of one family, in the order in which they stand.
class HistogramCheck {
 public:
  // What is wrong with the family, "" if nothing is.
  static std::string Run(const ParsedFamily& family) {
    std::map<std::map<std::string, std::string>, HistogramCheck> all;
    for (const ParsedSample& sample : family.samples) {
      std::map<std::string, std::string> labels = sample.labels;
      const auto le = labels.extract("le");
      const std::string suffix = sample.name.substr(family.name.size());
      HistogramCheck& one = all[std::move(labels)];
      const std::string wrong = suffix == "_bucket"
                                    ? one.Bucket(le, sample.value)
                                    : one.Total(suffix, sample.value);
      if (!wrong.empty()) return wrong;
    }
    for (const auto& [labels, one] : all) {
      if (!one.IsWhole()) return "histogram is not whole";
    }
    return "";
  }

 private:
  template <class Node>
  std::string Bucket(const Node& le, double value) {
    const auto bound = le ? ParseValue(le.mapped()) : std::nullopt;
    if (!bound || *bound <= bound_) return "buckets are out of order";
    if (value < in_buckets_) return "buckets are not cumulative";
    bound_ = *bound;
    in_buckets_ = value;
    return "";
  }
  std::string Total(const std::string& suffix, double value) {
    if (suffix == "_sum") has_sum_ = true;
    if (suffix == "_count") count_ = value;
    return "";
  }
  bool IsWhole() const {
    return bound_ == kInfinity && has_sum_ && count_ == in_buckets_;
  }

  double bound_ = -kInfinity;
  double in_buckets_ = 0;
  bool has_sum_ = false;
  std::optional<double> count_;
};

class Parser {
 public:
  Parser(std::string_view text, bool open_metrics)
      : text_(text), open_(open_metrics) {}

  Result<ParsedPage> Run() {
    while (!text_.empty()) {
      ++line_;
      const std::size_t end = text_.find('\n');
      if (end == std::string_view::npos) return Fail("no line feed at the end");
      rest_ = text_.substr(0, end);
      text_.remove_prefix(end + 1);
      if (!IsUtf8(rest_)) return Fail("not valid UTF-8");
      if (const Status line = ParseLine(); !line.ok()) return line.error();
    }
    if (const Status last = EndFamily(); !last.ok()) return last.error();
    if (open_ && !ended_) return Fail("no EOF at the end");
    return std::move(page_);
  }

 private:
  Error Fail(const std::string& what) const {
    return {Reason::kInvalidDocument,
            "line " + std::to_string(line_) + ": " + what};
  }

  bool Take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  std::string_view TakeUntil(std::string_view ends) {
    const std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
    const std::string_view token = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return token;
  }

  Status ParseLine() {
    if (ended_) return Fail("a line after EOF");
    if (open_ && rest_ == "# EOF") {
      ended_ = true;
      return {};
    }
    if (open_ && Take("# UNIT ")) return ParseUnit();
    if (Take("# HELP ")) return ParseHelp();
    if (Take("# TYPE ")) return ParseType();
    return ParseSample();
  }

  Status ParseHelp() {
    if (const Status before = EndFamily(); !before.ok()) return before;
    ParsedFamily family;
    family.name = TakeUntil(" ");
    if (!IsMetricName(family.name)) return Fail("bad metric name");
    if (!names_.insert(family.name).second) return Fail("second HELP");
    if (!Take(" ")) return Fail("no help text");
    while (!rest_.empty()) {
      if (open_ && rest_[0] == '"') return Fail("bare quote in HELP");
      if (!TakeEscaped(open_ ? "\\n\"" : "\\n", family.help)) {
        return Fail("bad escape in HELP");
      }
    }
    page_.families.push_back(std::move(family));
    return {};
  }

  Status ParseType() {
    const std::string_view name = TakeUntil(" ");
    if (page_.families.empty() || page_.families.back().name != name) {
      return Fail("TYPE without its HELP");
    }
    ParsedFamily& family = page_.families.back();
    if (!family.type.empty()) return Fail("second TYPE");
    if (!family.samples.empty()) return Fail("TYPE after samples");
    const std::set<std::string_view> kTypes = {
        " counter", " gauge", " histogram", open_ ? " unknown" : " untyped"};
    if (!kTypes.contains(rest_)) return Fail("bad type");
    family.type = rest_.substr(1);
    return {};
  }

  Status ParseUnit() {
    const std::string_view name = TakeUntil(" ");
    if (page_.families.empty() || page_.families.back().name != name ||
        page_.families.back().type.empty()) {
      return Fail("UNIT without its TYPE");
    }
    ParsedFamily& family = page_.families.back();
    if (!family.samples.empty()) return Fail("UNIT after samples");
    if (!Take(" ") || rest_.empty()) return Fail("no unit");
    family.unit = rest_;
    if (!family.name.ends_with("_" + family.unit)) {
      return Fail("unit that the name does not end in");
    }
    return {};
  }

  Status EndFamily() {
    if (page_.families.empty()) return {};
    const ParsedFamily& family = page_.families.back();
    if (family.samples.empty()) return Fail("family without samples before");
    if (family.type != "histogram") return {};
    const std::string wrong = HistogramCheck::Run(family);
    if (!wrong.empty()) return Fail(wrong);
    return {};
  }

  // One character of a text, or one of the escapes of `escapes`.
  bool TakeEscaped(std::string_view escapes, std::string& out) {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c != '\\') {
      out += c;
      return true;
    }
    if (rest_.empty() || escapes.find(rest_[0]) == std::string_view::npos) {
      return false;
    }
    out += rest_[0] == 'n' ? '\n' : rest_[0];
    rest_.remove_prefix(1);
    return true;
  }

  Status ParseSample() {
    ParsedSample sample;
    sample.name = TakeUntil("{ ");
    if (!IsMetricName(sample.name)) return Fail("bad metric name");
    if (!BelongsToFamily(sample.name)) return Fail("outside of its family");
    if (Take("{")) {
      if (const Status labels = ParseLabels(sample.labels); !labels.ok()) {
        return labels;
      }
    }
    if (!Take(" ")) return Fail("no value");
    sample.value_text = rest_;
    const std::optional<double> value = ParseValue(rest_);
    if (!value) return Fail("bad value");
    sample.value = *value;
    if (const Status more = CheckOpenMetrics(sample); !more.ok()) return more;
    if (!series_.emplace(sample.name, sample.labels).second) {
      return Fail("second sample of a series");
    }
    page_.families.back().samples.push_back(std::move(sample));
    return {};
  }

  Status CheckOpenMetrics(const ParsedSample& sample) const {
    if (!open_) return {};
    if (page_.families.back().type == "counter" && !(sample.value >= 0)) {
      return Fail("counter below 0");
    }
    const auto le = sample.labels.find("le");
    if (le != sample.labels.end() && sample.name.ends_with("_bucket") &&
        le->second.find_first_of(".eI") == std::string::npos) {
      return Fail("bound like an integer");
    }
    return {};
  }

  bool BelongsToFamily(std::string_view name) const {
    if (page_.families.empty()) return false;
    const ParsedFamily& family = page_.families.back();
    if (open_ && family.type == "counter")
      return name == family.name + "_total";
    if (family.type != "histogram")
      return !family.type.empty() && name == family.name;
    return name == family.name + "_bucket" || name == family.name + "_sum" ||
           name == family.name + "_count";
  }

  Status ParseLabels(std::map<std::string, std::string>& labels) {
    do {
      const std::string name(TakeUntil("="));
      if (!IsLabelName(name)) return Fail("bad label name");
      if (!Take("=\"")) return Fail("no label value");
      std::string value;
      while (!rest_.empty() && rest_[0] != '"') {
        if (!TakeEscaped("\\n\"", value)) return Fail("bad escape in a label");
      }
      if (!Take("\"")) return Fail("label value without an end");
      if (!labels.emplace(name, value).second) return Fail("second label");
    } while (Take(","));
    if (!Take("}")) return Fail("labels without an end");
    return {};
  }

  std::string_view text_;  // the lines that follow
  const bool open_;
  bool ended_ = false;
  std::string_view rest_;  // of the line at hand
  std::size_t line_ = 0;
  ParsedPage page_;
  std::set<std::string> names_;
  std::set<std::pair<std::string, std::map<std::string, std::string>>> series_;
};

}  // namespace

const ParsedFamily* ParsedPage::Find(std::string_view name) const {
  const auto found =
      std::find_if(families.begin(), families.end(),
                   [&](const ParsedFamily& f) { return f.name == name; });
  return found == families.end() ? nullptr : &*found;
}

std::optional<double> ParsedPage::Value(
    std::string_view name,
    const std::map<std::string, std::string>& labels) const {
  for (const ParsedFamily& family : families) {
    for (const ParsedSample& sample : family.samples) {
      if (sample.name == name && sample.labels == labels) return sample.value;
    }
  }
  return std::nullopt;
}

Result<ParsedPage> ParseExposition(std::string_view text) {
  return Parser(text, false).Run();
}

Result<ParsedPage> ParseOpenMetrics(std::string_view text) {
  return Parser(text, true).Run();
}

}  // namespace bsg_exporter
