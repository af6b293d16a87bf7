#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace bsg_exporter {

// A text that must not be seen: an API key, a token, a password. It prints as
// "<secret>" wherever it is streamed. Reveal() is the one way out, so that a
// grep for it lists every place where a secret leaves.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& Reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const Secret& a, const Secret& b) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret&) {
    return out << "<secret>";
  }

 private:
  std::string text_;
};

}  // namespace bsg_exporter
