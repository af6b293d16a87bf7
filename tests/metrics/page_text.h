#pragma once

#include <string>

#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/text_sink.h"

namespace bsg_exporter::metrics {

// What `write` writes into a TextSink.
template <class Write>
std::string TextOf(Write write, TextFormat format = TextFormat::kPrometheus) {
  std::string text;
  TextSink sink([&](std::string_view piece) { text += piece; }, format);
  write(sink);
  sink.Finish();
  return text;
}

// The lines of a page that are samples of that family.
inline std::string SamplesOf(const std::string& page, const std::string& name) {
  std::string samples;
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = page.find('\n', begin) + 1;
    const std::string line = page.substr(begin, end - begin);
    if (line.starts_with(name + "{") || line.starts_with(name + " ")) {
      samples += line;
    }
    begin = end;
  }
  return samples;
}

}  // namespace bsg_exporter::metrics
