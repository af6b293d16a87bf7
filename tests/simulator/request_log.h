#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/simulator/endpoint.h"

namespace bsg_exporter::simulator {

// Counts the requests to the API, for tests that say how many there must be.
// One thread counts; Ends may come from any.
class RequestLog {
 public:
  explicit RequestLog(std::vector<std::string> accounts);

  // A request arrives. `account` is nothing if nobody knows whose it is.
  void Arrived(const Target& target, std::optional<std::size_t> account);
  // What it is answered with: "200", "reset", "hang".
  void Answered(std::string_view status) { ++by_status_[std::string(status)]; }
  void Ended(std::optional<std::size_t> account);

  std::uint64_t total() const { return total_; }
  std::uint64_t Count(Endpoint endpoint) const {
    return by_endpoint_[static_cast<std::size_t>(endpoint)];
  }
  std::uint64_t Count(Endpoint endpoint, std::int64_t campaign) const;
  std::string Json() const;

  // Those under way go on being counted as concurrent.
  void Reset();

 private:
  struct PerAccount {
    std::string name;
    std::atomic<int> concurrent{0};
    int max_concurrent = 0;
  };

  std::uint64_t total_ = 0;
  std::map<std::string, std::uint64_t> by_status_;
  std::array<std::uint64_t, kEndpoints.size()> by_endpoint_{};
  std::array<std::unordered_map<std::int64_t, std::uint64_t>, kEndpoints.size()>
      by_campaign_;
  std::vector<std::unique_ptr<PerAccount>> accounts_;
};

}  // namespace bsg_exporter::simulator
