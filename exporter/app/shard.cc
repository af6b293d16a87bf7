#include "exporter/app/shard.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <optional>
#include <string>
#include <utility>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::app {
namespace {

constexpr std::uint32_t kMaxCount = 10'000;

Error Wrong(std::string message) {
  return {Reason::kInternal, std::move(message)};
}

// What stands after the last '-' of the host's name.
std::optional<std::uint32_t> OrdinalOf(std::string_view host) {
  const std::size_t dash = host.rfind('-');
  if (dash == host.npos) return std::nullopt;
  return NumberOf<std::uint32_t>(host.substr(dash + 1));
}

// The N of "/N", 0 if there is none or it is out of range.
std::uint32_t CountOf(std::string_view text) {
  if (!text.starts_with('/')) return 0;
  const std::uint32_t count =
      NumberOf<std::uint32_t>(text.substr(1)).value_or(0);
  return count <= kMaxCount ? count : 0;
}

}  // namespace

Result<collect::Shard> ParseShard(std::string_view text) {
  std::array<char, HOST_NAME_MAX + 1> host = {};
  // A name that is longer than the system allows cannot be.
  if (gethostname(host.data(), host.size() - 1) != 0) host = {};
  return ParseShardOn(host.data(), text);
}

Result<collect::Shard> ParseShardOn(std::string_view host,
                                    std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view own = text.substr(0, slash);
  const bool by_host = own == "hostname";
  const std::optional<std::uint32_t> ordinal =
      by_host ? OrdinalOf(host) : NumberOf<std::uint32_t>(own);
  const std::uint32_t count = CountOf(text.substr(slash));
  if (count == 0 || !(ordinal || by_host)) {
    return Wrong("expected I/N or hostname/N with N from 1 to 10000, got " +
                 Quoted(text));
  }
  if (!ordinal) {
    return Wrong(
        "expected a host whose name ends in a number, such as bsg-exporter-0 "
        "in a StatefulSet, got " +
        Quoted(host) + "; give I/" + std::to_string(count) + " instead");
  }
  if (*ordinal < count) return collect::Shard{*ordinal, count};
  std::string message = "expected I from 0 to " + std::to_string(count - 1) +
                        ", got " + std::to_string(*ordinal);
  if (by_host) {
    message += " from the host's name " + Quoted(host) +
               "; N is to be the number of replicas";
  }
  return Wrong(std::move(message));
}

}  // namespace bsg_exporter::app
