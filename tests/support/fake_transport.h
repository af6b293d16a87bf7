#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/http/transport.h"
#include "tests/support/fake_clock.h"

namespace bsg_exporter {

// Answers requests by a function and moves the fake clock instead of waiting:
// Next() jumps to the earliest completion, or to `until` if that comes first.
class FakeTransport final : public http::Transport {
 public:
  struct Answer {
    Duration after{};
    Result<http::Response> result;
  };
  using Server = std::function<Answer(const http::Request&)>;

  // Everything that was asked, in order.
  struct Asked {
    SteadyTime at;
    std::string url;
    std::string bearer;
  };

  FakeTransport(FakeClock& clock, Server server)
      : clock_(clock), server_(std::move(server)) {}

  void Start(http::RequestId id, http::Request request) override;
  std::optional<http::Completion> Next(SteadyTime until) override;
  void CancelAll() override { pending_.clear(); }
  void Wake() override { woken_ = true; }
  std::size_t InFlight() const override { return pending_.size(); }
  std::size_t capacity() const override { return capacity_; }
  void SetCapacity(std::size_t capacity) override { capacity_ = capacity; }

  const std::vector<Asked>& asked() const { return asked_; }
  // For runs so long that it would fill the memory.
  void ForgetAsked() { asked_.clear(); }
  // How many requests' URLs end like this.
  std::size_t CountAsked(const std::string& url_end) const;
  std::size_t max_in_flight() const { return max_in_flight_; }

 private:
  struct Pending {
    http::RequestId id;
    SteadyTime started;
    SteadyTime due;
    Result<http::Response> result;
  };

  FakeClock& clock_;
  Server server_;
  std::size_t capacity_ = 1024;
  std::vector<Pending> pending_;
  std::vector<Asked> asked_;
  std::size_t max_in_flight_ = 0;
  bool woken_ = false;
};

}  // namespace bsg_exporter
