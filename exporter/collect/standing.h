#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "exporter/collect/login.h"
#include "exporter/collect/outage.h"
#include "exporter/collect/pace.h"
#include "exporter/collect/retry.h"
#include "exporter/collect/setup.h"
#include "exporter/collect/throttle.h"

namespace bsg_exporter::collect {

// How an account stands with its API: its token, what it may send, whether
// anybody answers. It outlives a reload as long as API and key are the same,
// and is then shared by those who read for the old configuration and for the
// new. Reader's thread only.
struct Standing {
  explicit Standing(Login::Parts parts)
      : login(parts),
        throttle(BackOffOf(parts.setup->read)),
        pace(parts.setup->read.requests_per_second, parts.clock) {
    parts.api->ThrottledUntil(std::nullopt);  // whatever held before
  }

  // The configuration has changed, but neither the API nor the key.
  void Adopt(std::shared_ptr<const Setup> setup) {
    throttle.SetBackOff(BackOffOf(setup->read));
    pace.SetLimit(setup->read.requests_per_second);
    login.Adopt(std::move(setup));
  }

  Login login;
  Throttle throttle;
  Pace pace;
  Outage outage;
  RetryDelay retry_delay;
  std::size_t in_flight = 0;
};

}  // namespace bsg_exporter::collect
