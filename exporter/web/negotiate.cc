#include "bsg_exporter/web/negotiate.h"

#include <algorithm>
#include <array>
#include <optional>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

std::string_view Trimmed(std::string_view text) { return Trim(text, " \t"); }

// Where `separator` stands outside of quotes; the end if it does not.
std::size_t Find(char separator, std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == separator && !quoted) return i;
  }
  return text.size();
}

// Takes what stands before `separator` off the front, the separator as well.
std::string_view TakeUpTo(std::string_view& text, char separator) {
  const std::size_t end = Find(separator, text);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
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
  parameters = Trimmed(parameters);
  if (parameters.empty()) return 1000;
  const std::string_view name = TakeUpTo(parameters, '=');
  return EqualsIgnoringCase(name, "q") ? Quality(parameters) : 0;
}

// A media range of an Accept header, with those of its parameters that matter
// here.
struct MediaRange {
  std::string_view type;
  std::string_view version;
  std::string_view escaping;
  int quality = 1000;
};

std::string_view Unquoted(std::string_view text) {
  const bool quoted =
      text.size() > 1 && text.starts_with('"') && text.ends_with('"');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

MediaRange ParseRange(std::string_view text) {
  MediaRange range;
  range.type = Trimmed(TakeUpTo(text, ';'));
  while (!text.empty()) {
    std::string_view value = TakeUpTo(text, ';');
    const std::string_view name = Trimmed(TakeUpTo(value, '='));
    value = Unquoted(Trimmed(value));
    if (EqualsIgnoringCase(name, "q")) range.quality = Quality(value);
    if (EqualsIgnoringCase(name, "version")) range.version = value;
    if (EqualsIgnoringCase(name, "escaping")) range.escaping = value;
  }
  return range;
}

// The same word where scrapers know it, else nothing.
std::string_view KnownEscaping(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kKnown = {
      "allow-utf-8", "underscores", "dots", "values"};
  const auto* const found = std::find(kKnown.begin(), kKnown.end(), word);
  return found == kKnown.end() ? "" : *found;
}

// How much a client wants one of the formats, by all that its header says.
class Wish {
 public:
  // Of what fits the format, the most exact counts, then the most wanted.
  void Add(const MediaRange& range, int exactness) {
    if (exactness == 0 || exactness < exactness_) return;
    if (exactness == exactness_ && range.quality <= quality_) return;
    exactness_ = exactness;
    quality_ = range.quality;
    escaping_ = KnownEscaping(range.escaping);
  }

  int quality() const { return quality_; }
  std::string_view escaping() const { return escaping_; }

 private:
  int exactness_ = 0;  // 0: nothing fits
  int quality_ = 0;
  std::string_view escaping_;
};

// How exactly a range names a format; 0: not at all. That of OpenMetrics no
// wildcard names: who takes anything may not know it.
int FitsOpenMetrics(const MediaRange& range) {
  if (!EqualsIgnoringCase(range.type, "application/openmetrics-text")) return 0;
  if (range.version.empty()) return 1;
  return range.version == "1.0.0" ? 2 : 0;
}

int FitsText(const MediaRange& range) {
  if (range.type == "*/*") return 1;
  if (EqualsIgnoringCase(range.type, "text/*")) return 2;
  if (!EqualsIgnoringCase(range.type, "text/plain")) return 0;
  if (range.version.empty()) return 3;
  return range.version == "0.0.4" ? 4 : 0;
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  std::optional<int> gzip;
  std::optional<int> any;
  std::optional<int> identity;
  while (!accept_encoding.empty()) {
    std::string_view item = TakeUpTo(accept_encoding, ',');
    const std::string_view coding = Trimmed(TakeUpTo(item, ';'));
    const int quality = QualityOf(item);
    if (EqualsIgnoringCase(coding, "gzip") ||
        EqualsIgnoringCase(coding, "x-gzip")) {
      gzip = std::max(gzip.value_or(0), quality);
    } else if (coding == "*") {
      any = quality;
    } else if (EqualsIgnoringCase(coding, "identity")) {
      identity = quality;
    }
  }
  const int ours = gzip.value_or(any.value_or(0));
  // Unnamed, identity is the last resort and no preference.
  return ours > 0 && ours >= identity.value_or(0);
}

MetricsFormat NegotiateMetrics(std::string_view accept) {
  Wish open;
  Wish text;
  while (!accept.empty()) {
    const MediaRange range = ParseRange(TakeUpTo(accept, ','));
    open.Add(range, FitsOpenMetrics(range));
    text.Add(range, FitsText(range));
  }
  if (open.quality() > 0 && open.quality() >= text.quality()) {
    return {metrics::TextFormat::kOpenMetrics, open.escaping()};
  }
  return {metrics::TextFormat::kPrometheus, text.escaping()};
}

}  // namespace bsg_exporter::web
