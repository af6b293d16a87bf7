#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace bsg_exporter {

void FakeTransport::Start(http::RequestId id, http::Request request) {
  EXPECT_LT(pending_.size(), capacity_) << "more than the transport can take";
  EXPECT_GT(request.timeout, Duration::zero()) << request.url;
  const SteadyTime now = clock_.Steady();
  asked_.push_back(
      {now, request.url, request.bearer ? request.bearer->Reveal() : ""});
  Answer answer = server_(request);
  if (answer.after >= request.timeout) {
    answer = {request.timeout, Error{Reason::kTimeout, "timed out"}};
  }
  pending_.push_back({id, now, now + answer.after, std::move(answer.result)});
  max_in_flight_ = std::max(max_in_flight_, pending_.size());
}

std::optional<http::Completion> FakeTransport::Next(SteadyTime until) {
  const auto first = std::min_element(
      pending_.begin(), pending_.end(),
      [](const Pending& a, const Pending& b) { return a.due < b.due; });
  const SteadyTime now = clock_.Steady();
  if (first != pending_.end() && first->due <= std::max(now, until)) {
    Pending done = std::move(*first);
    pending_.erase(first);
    clock_.AdvanceTo(done.due);
    return http::Completion{done.id, std::move(done.result),
                            done.due - done.started};
  }
  if (std::exchange(woken_, false)) return std::nullopt;
  clock_.AdvanceTo(until);
  return std::nullopt;
}

std::size_t FakeTransport::CountAsked(const std::string& url_end) const {
  return static_cast<std::size_t>(
      std::count_if(asked_.begin(), asked_.end(),
                    [&](const Asked& a) { return a.url.ends_with(url_end); }));
}

}  // namespace bsg_exporter
