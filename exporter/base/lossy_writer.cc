#include "exporter/base/lossy_writer.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace bsg_exporter {
namespace {

// Enough for a reader that is only busy, and little beside what a scrape keeps
// back from its timeout.
constexpr int kPatienceMs = 100;

}  // namespace

bool LossyWriter::Write(std::string_view lines) {
  std::string_view rest = begun_;
  const bool finished = WriteSome(rest);
  begun_.erase(0, begun_.size() - rest.size());
  if (!finished) return false;
  rest = lines;
  if (WriteSome(rest)) return true;
  if (rest.size() == lines.size()) return false;
  begun_ = rest;
  return true;
}

bool LossyWriter::WriteSome(std::string_view& text) {
  while (!text.empty() && TakesMore()) {
    // A pipe that takes anything takes as much as this.
    const auto size = std::min<std::size_t>(text.size(), PIPE_BUF);
    const ssize_t written = write(descriptor_, text.data(), size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return text.empty();
}

// Asked first, for whether writing blocks is a property that we share with
// whoever else holds the descriptor, and so not ours to change. One that was
// waited for in vain is not waited for again until it takes something.
bool LossyWriter::TakesMore() {
  pollfd asked{descriptor_, POLLOUT, 0};
  stuck_ = poll(&asked, 1, stuck_ ? 0 : kPatienceMs) == 0;
  return !stuck_;
}

}  // namespace bsg_exporter
