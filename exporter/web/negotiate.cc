#include "bsg_exporter/web/negotiate.h"

#include <algorithm>
#include <optional>

namespace bsg_exporter::web {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Takes what stands before `separator` off the front, the separator as well.
std::string_view TakeUpTo(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

bool Equals(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(),
                    lower_case.end(), [](char a, char b) {
                      return a == b ||
                             (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
                    });
}

// "0", "1", "0.25": in thousandths. Anything else is worth nothing.
int Quality(std::string_view text) {
  if (text.empty() || text.size() > 5) return 0;
  if (text[0] != '0' && text[0] != '1') return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int thousandths = (text[0] - '0') * 1000;
  int weight = 100;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return 0;
    thousandths += (digit - '0') * weight;
    weight /= 10;
  }
  return thousandths <= 1000 ? thousandths : 0;
}

// Of what stands behind a coding's ';': nothing, or a weight.
int QualityOf(std::string_view parameters) {
  parameters = Trim(parameters);
  if (parameters.empty()) return 1000;
  const std::string_view name = TakeUpTo(parameters, '=');
  return Equals(name, "q") ? Quality(parameters) : 0;
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  std::optional<int> gzip;
  std::optional<int> any;
  std::optional<int> identity;
  while (!accept_encoding.empty()) {
    std::string_view item = TakeUpTo(accept_encoding, ',');
    const std::string_view coding = Trim(TakeUpTo(item, ';'));
    const int quality = QualityOf(item);
    if (Equals(coding, "gzip") || Equals(coding, "x-gzip")) {
      gzip = std::max(gzip.value_or(0), quality);
    } else if (coding == "*") {
      any = quality;
    } else if (Equals(coding, "identity")) {
      identity = quality;
    }
  }
  const int ours = gzip.value_or(any.value_or(0));
  // Unnamed, identity is the last resort and no preference.
  return ours > 0 && ours >= identity.value_or(0);
}

}  // namespace bsg_exporter::web
