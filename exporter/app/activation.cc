#include "exporter/app/activation.h"

#include <unistd.h>

#include <optional>
#include <string_view>

#include "bsg_exporter/base/text.h"
#include "exporter/app/environment.h"

namespace bsg_exporter::app {
namespace {

constexpr int kFirstDescriptor = 3;
constexpr int kMostDescriptors = 1024;

Error NoNumber(std::string_view name, int least, int most) {
  return {Reason::kInternal, std::string(name) + ": expected a number from " +
                                 std::to_string(least) + " to " +
                                 std::to_string(most) +
                                 ", as a service manager sets it"};
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> names;
  for (;;) {
    const std::size_t colon = text.find(':');
    names.emplace_back(text.substr(0, colon));
    if (colon == text.npos) return names;
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

Result<PassedSockets> TakePassedSockets() {
  const auto pid = TakeVariable("LISTEN_PID");
  const auto count = TakeVariable("LISTEN_FDS");
  const auto names = TakeVariable("LISTEN_FDNAMES");
  PassedSockets sockets;
  if (!pid || !count) return sockets;
  const std::optional<int> to_whom = NumberOf<int>(*pid);
  if (!to_whom) return NoNumber("LISTEN_PID", 1, 4194304);
  if (*to_whom != ::getpid()) return sockets;
  const std::optional<int> how_many = NumberOf<int>(*count);
  if (!how_many || *how_many < 0 || *how_many > kMostDescriptors) {
    return NoNumber("LISTEN_FDS", 0, kMostDescriptors);
  }
  for (int i = 0; i < *how_many; ++i) {
    sockets.descriptors.push_back(kFirstDescriptor + i);
  }
  if (names) sockets.names = Split(*names);
  if (sockets.names.size() != sockets.descriptors.size()) sockets.names.clear();
  return sockets;
}

}  // namespace bsg_exporter::app
