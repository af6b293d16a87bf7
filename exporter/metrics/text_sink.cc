#include "bsg_exporter/metrics/text_sink.h"

#include <cstring>
#include <utility>

#include "exporter/metrics/number.h"

namespace bsg_exporter::metrics {
namespace {

char* Copy(std::string_view text, char* out) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

// Backslash and line feed, and where texts stand in quotes these too, would end
// the text before its time. Room for twice the text is the caller's to make.
template <bool kQuotes>
char* Escape(std::string_view text, char* out) {
  for (const char c : text) {
    if (c == '\n') {
      *out++ = '\\';
      *out++ = 'n';
      continue;
    }
    if (c == '\\' || (kQuotes && c == '"')) *out++ = '\\';
    *out++ = c;
  }
  return out;
}

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kCounter:
      return "counter";
    case Type::kHistogram:
      return "histogram";
    case Type::kGauge:
      break;
  }
  return "gauge";
}

// What stands above a family's samples.
struct Header {
  std::string_view name;
  std::string_view type;
  std::string_view unit;  // empty: none
};

Header PrometheusHeader(const Family& family) {
  return {family.name, TypeName(family.type), ""};
}

Header OpenMetricsHeader(const Family& family) {
  constexpr std::string_view kTotal = "_total";
  Header header = PrometheusHeader(family);
  if (family.type == Type::kCounter) {
    if (header.name.ends_with(kTotal)) {
      header.name.remove_suffix(kTotal.size());
    } else {
      header.type = "unknown";  // a counter's samples must end like that
    }
  }
  for (const std::string_view unit : {"_seconds", "_bytes"}) {
    if (header.name.ends_with(unit)) header.unit = unit.substr(1);
  }
  return header;
}

char* WriteMetadata(std::string_view keyword, std::string_view name,
                    std::string_view value, char* out) {
  out = Copy(keyword, out);
  out = Copy(name, out);
  *out++ = ' ';
  out = Copy(value, out);
  *out++ = '\n';
  return out;
}

char* WriteLabels(std::span<const Label> labels, char* out) {
  char before = '{';
  for (const Label& label : labels) {
    *out++ = before;
    before = ',';
    out = Copy(label.name, out);
    out = Copy("=\"", out);
    out = Escape<true>(label.value, out);
    *out++ = '"';
  }
  if (!labels.empty()) *out++ = '}';
  return out;
}

}  // namespace

TextSink::TextSink(Output output, TextFormat format)
    : output_(std::move(output)),
      format_(format),
      buffer_(new char[capacity_]) {}

TextSink::~TextSink() = default;

void TextSink::Begin(const Family& family) {
  family_ = family;
  header_due_ = true;
}

void TextSink::Sample(std::string_view suffix, std::span<const Label> labels,
                      double value) {
  if (std::exchange(header_due_, false)) WriteHeader();
  constexpr std::size_t kPunctuation = 4;  // of a label, and of a line
  std::size_t most =
      family_.name.size() + suffix.size() + kPunctuation + kMaxNumber;
  for (const Label& label : labels) {
    most += label.name.size() + 2 * label.value.size() + kPunctuation;
  }
  char* out = Reserve(most);
  out = Copy(family_.name, out);
  out = Copy(suffix, out);
  out = WriteLabels(labels, out);
  *out++ = ' ';
  out = FormatNumber(value, out);
  *out++ = '\n';
  Advance(out);
}

void TextSink::Finish() {
  constexpr std::string_view kEnd = "# EOF\n";
  if (format_ == TextFormat::kOpenMetrics) {
    Advance(Copy(kEnd, Reserve(kEnd.size())));
  }
  Flush();
}

char* TextSink::Reserve(std::size_t bytes) {
  if (bytes > capacity_ - used_) Flush();
  // A line longer than the buffer is lawful, and too rare to keep pieces for.
  if (bytes > capacity_) {
    buffer_.reset(new char[bytes]);
    capacity_ = bytes;
  }
  return buffer_.get() + used_;
}

void TextSink::Advance(const char* end) {
  used_ = static_cast<std::size_t>(end - buffer_.get());
}

void TextSink::Flush() {
  if (used_ == 0) return;
  output_({buffer_.get(), used_});
  used_ = 0;
}

void TextSink::WriteHeader() {
  constexpr std::size_t kWords = 64;  // "# HELP ", type, unit, blanks
  const bool open = format_ == TextFormat::kOpenMetrics;
  const Header header =
      open ? OpenMetricsHeader(family_) : PrometheusHeader(family_);
  char* out =
      Reserve(3 * header.name.size() + 2 * family_.help.size() + kWords);
  out = Copy("# HELP ", out);
  out = Copy(header.name, out);
  *out++ = ' ';
  out =
      open ? Escape<true>(family_.help, out) : Escape<false>(family_.help, out);
  *out++ = '\n';
  out = WriteMetadata("# TYPE ", header.name, header.type, out);
  if (!header.unit.empty()) {
    out = WriteMetadata("# UNIT ", header.name, header.unit, out);
  }
  Advance(out);
}

}  // namespace bsg_exporter::metrics
