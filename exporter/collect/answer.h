#pragma once

#include <optional>
#include <string>
#include <utility>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::collect {

// What an answer says about the rate of requests.
struct Throttling {
  int status = 0;  // 0: there was no answer
  std::optional<std::string> retry_after;
};

inline Throttling ThrottlingOf(const http::Completion& completion) {
  if (!completion.result.ok()) return {};
  return {completion.result->status, completion.result->retry_after};
}

// An answer of the API, or why there is none.
struct Answer : Throttling {
  Result<std::string> body;
};

inline Answer TakeApart(http::Completion completion) {
  Throttling throttling = ThrottlingOf(completion);
  if (!completion.result.ok()) {
    return {std::move(throttling), std::move(completion.result).error()};
  }
  return {std::move(throttling),
          bsg::BodyOf(std::move(completion.result).value())};
}

// An answer that only a signed request gets: the token is good.
inline bool ProvesToken(int status) {
  return status / 100 == 2 || status == 404 || status == 422;
}

}  // namespace bsg_exporter::collect
